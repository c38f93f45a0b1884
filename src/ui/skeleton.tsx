import hidden from './hidden.module.css';
import styles from './skeleton.module.css';

/** The shape of what comes, so that nothing jumps when it does; `as` a page's heading, or below one. */
export const Skeleton = ({ label, as: Label = 'h1' }: { label: string; as?: 'h1' | 'p' }) => (
  <div className={styles['skeleton']} aria-busy="true">
    <Label className={hidden['hidden']}>{label}</Label>
  </div>
);
