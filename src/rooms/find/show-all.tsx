import { Plural } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import styles from './find.module.css';

export type ShowAllProps = { count: number; onShowAll: () => void };

/** Below the first of very many rooms. */
export const ShowAll = ({ count, onShowAll }: ShowAllProps) => (
  <p className={styles['all']}>
    <Button onClick={onShowAll}>
      <Plural value={count} one="Show # room" other="Show all # rooms" />
    </Button>
  </p>
);
