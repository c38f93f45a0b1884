import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** A sentence in its place, with the next step beside it. `alert` is for what just went wrong. */
export function Notice({
  tone = 'plain',
  role,
  children,
  action,
}: {
  tone?: 'plain' | 'light' | 'danger';
  role?: 'alert' | 'status';
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`${styles['notice']} ${styles[tone] ?? ''}`} role={role}>
      <div className={styles['text']}>{children}</div>
      {action}
    </div>
  );
}
