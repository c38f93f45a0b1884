import type { ReactNode } from 'react';
import styles from './rooms-page.module.css';

/** Some of the rooms, side by side; `isWide` for the few in which something happens. */
export function RoomGroup({
  title,
  isWide = false,
  children,
}: {
  title?: ReactNode;
  isWide?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={styles['group']}>
      {title && <h2>{title}</h2>}
      <ul className={isWide ? styles['wide'] : styles['grid']}>{children}</ul>
    </section>
  );
}
