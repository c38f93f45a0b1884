import type { ReactNode } from 'react';
import { Door, type DoorState } from './door.tsx';
import { PageHeading } from './page-heading.tsx';
import styles from './plain-page.module.css';

/** A page that says one thing and offers the next step. */
export function PlainPage({
  title,
  door = 'closed',
  children,
  action,
}: {
  title: string;
  door?: DoorState;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles['page']}>
      <Door state={door} className={styles['door']} />
      <PageHeading title={title} />
      <div className={styles['text']}>{children}</div>
      {action && <div className={styles['actions']}>{action}</div>}
    </div>
  );
}
