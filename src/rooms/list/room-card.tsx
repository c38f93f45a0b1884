import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { Door } from '../../ui/door.tsx';
import { Link } from '../../ui/link.tsx';
import { doorOf, isOpen, LessonWords } from './lesson-words.tsx';
import styles from './room-card.module.css';

/** One room: its door, its name, what happens in it; and what one may do, as `actions`. */
export function RoomCard({
  room,
  as: Heading,
  children,
  actions,
}: {
  room: RoomView;
  as: 'h2' | 'h3';
  children?: ReactNode;
  actions: ReactNode;
}) {
  const { t } = useLingui();
  const { lesson, classes } = room;
  return (
    <li className={`${styles['card']} ${isOpen(lesson) ? styles['open'] : ''}`}>
      <div className={styles['about']}>
        <Door state={doorOf(lesson)} />
        <div className={styles['words']}>
          <Heading className={styles['name']}>
            <Link to={paths.room(room.slug)}>
              <bdi>{room.name}</bdi>
            </Link>
          </Heading>
          <p className={styles['state']}>
            {lesson?.isRemoved ? (
              <Trans>You were removed from this lesson</Trans>
            ) : (
              <LessonWords lesson={lesson} />
            )}
          </p>
          {children && <div className={styles['quiet']}>{children}</div>}
          {classes.length > 0 && (
            <ul className={styles['classes']} aria-label={t`Classes`}>
              {classes.map((classId) => (
                <li key={classId}>
                  <bdi>{classId}</bdi>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      <div className={styles['actions']}>{actions}</div>
    </li>
  );
}
