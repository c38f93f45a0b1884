import hidden from './hidden.module.css';
import styles from './skeleton.module.css';

/** The shape of what comes, so that nothing jumps when it does. */
export const Skeleton = ({ label }: { label: string }) => (
  <div className={styles['skeleton']} aria-busy="true">
    <p className={hidden['hidden']}>{label}</p>
    <div className={styles['bar']} />
    <div className={styles['block']} />
    <div className={styles['block']} />
  </div>
);
