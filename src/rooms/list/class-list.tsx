import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { Door } from '../../ui/door.tsx';
import { ClassRoom } from './class-room.tsx';
import { isOpen } from './lesson-words.tsx';
import styles from './rooms-page.module.css';

/** The student's list: what is open now on top, then by class. */
export function ClassList({ rooms }: { rooms: readonly RoomView[] }) {
  if (rooms.length === 0) {
    return (
      <div className={styles['empty']}>
        <Door state="closed" />
        <p>
          <Trans>There is no room for your classes yet. It appears here as soon as there is.</Trans>
        </p>
      </div>
    );
  }
  const open = rooms.filter(({ lesson }) => isOpen(lesson));
  const others = rooms.filter((room) => !open.includes(room));
  const classes = [...new Set(others.map(classOf))];
  return (
    <>
      {open.length > 0 && <Group title={<Trans>Open now</Trans>} rooms={open} />}
      {classes.map((classId) => (
        <Group
          key={classId}
          title={<bdi>{classId}</bdi>}
          rooms={others.filter((room) => classOf(room) === classId)}
        />
      ))}
    </>
  );
}

/** A room for several of one's classes stands under the first. */
const classOf = ({ classes }: RoomView) => classes[0] ?? '';

function Group({ title, rooms }: { title: ReactNode; rooms: readonly RoomView[] }) {
  return (
    <section className={styles['group']}>
      <h2>{title}</h2>
      <ul className={styles['grid']}>
        {rooms.map((room) => (
          <ClassRoom key={room.slug} room={room} />
        ))}
      </ul>
    </section>
  );
}
