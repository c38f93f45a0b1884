import type { ReactNode } from 'react';
import type { RoomView } from '../../server/contract/room.ts';
import { Door, type DoorState } from './door.tsx';
import { PageHeading } from './page-heading.tsx';
import styles from './plain-page.module.css';

/** A page that says one thing and offers the next step. */
export function PlainPage({
  title,
  door = 'closed',
  room,
  children,
  action,
}: {
  title: string;
  door?: DoorState;
  /** Whose door it is. */
  room?: Pick<RoomView, 'colour' | 'picture'>;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles['page']}>
      <Door
        state={door}
        className={styles['door']}
        {...(room && { colour: room.colour, picture: room.picture })}
      />
      <PageHeading title={title} />
      <div className={styles['text']}>{children}</div>
      {action && <div className={styles['actions']}>{action}</div>}
    </div>
  );
}
