import { Plural } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import styles from './find.module.css';

/** The button below the first rooms of a long list. */
const ShowAll = ({ count, onShowAll }: { count: number; onShowAll: () => void }) => (
  <p className={styles['all']}>
    <Button onClick={onShowAll}>
      <Plural value={count} one="Show # room" other="Show all # rooms" />
    </Button>
  </p>
);

export default ShowAll;
