import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { Door } from '../../ui/door.tsx';
import { Link } from '../../ui/link.tsx';
import { doorOf, isOpen, LessonWords } from './lesson-words.tsx';
import styles from './room-card.module.css';

/** Where the link to a room is found, for the focus. */
export const cardLinkId = (slug: string) => `room-${slug}`;

/** One room: its door in a piece of wall, its name, what happens in it; and what one may do, as `actions`. */
export function RoomCard({
  room,
  as: Heading,
  classes,
  children,
  actions,
}: {
  room: RoomView;
  as: 'h2' | 'h3';
  /** Those that are worth saying here. */
  classes: readonly string[];
  children?: ReactNode;
  actions: ReactNode;
}) {
  const { t } = useLingui();
  const { slug, name, lesson, colour, picture } = room;
  return (
    <li
      className={`${styles['card']} ${isOpen(lesson) ? styles['open'] : ''}`}
      data-colour={colour}
    >
      <div className={styles['wall']}>
        <Door state={doorOf(lesson)} colour={colour} picture={picture} />
      </div>
      <Heading className={styles['name']}>
        <Link to={paths.room(slug)} id={cardLinkId(slug)}>
          <bdi>{name}</bdi>
        </Link>
      </Heading>
      {classes.length > 0 && (
        <ul className={styles['classes']} aria-label={t`Classes`}>
          {classes.map((classId) => (
            <li key={classId}>
              <bdi>{classId}</bdi>
            </li>
          ))}
        </ul>
      )}
      <div className={styles['words']}>
        <p className={styles['state']}>
          {lesson?.isRemoved ? (
            <Trans>You were removed from this lesson</Trans>
          ) : (
            <LessonWords room={room} />
          )}
        </p>
        {children}
      </div>
      <div className={styles['actions']}>{actions}</div>
    </li>
  );
}
