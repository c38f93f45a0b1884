import { Trans } from '@lingui/react/macro';
import { Suspense } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { lazyPage } from '../../locales/catalogs.ts';
import { Door } from '../../ui/door.tsx';
import { CreateRoomForm } from './create-room-form.tsx';
import { OrganizedRoom } from './organized-room.tsx';
import styles from './rooms-page.module.css';

const MoreRooms = lazyPage('pages', () => import('../more/more-rooms.tsx'));

/** The teacher's dashboard: open doors first, the rest as they were made. */
export function OwnRooms({ rooms }: { rooms: readonly RoomView[] }) {
  const inUse = rooms.filter(({ isArchived }) => !isArchived);
  const sorted = inUse.toSorted((one, other) => Number(hasLesson(other)) - Number(hasLesson(one)));
  return (
    <>
      <CreateRoomForm />
      {inUse.length === 0 ? (
        <div className={styles['empty']}>
          <Door state="closed" />
          <p>
            <Trans>You have no room yet. Give your first one a name, and it is ready.</Trans>
          </p>
        </div>
      ) : (
        <ul className={styles['grid']}>
          {sorted.map((room) => (
            <OrganizedRoom key={room.slug} room={room} />
          ))}
        </ul>
      )}
      <Suspense>
        <MoreRooms />
      </Suspense>
    </>
  );
}

const hasLesson = ({ lesson }: RoomView) => lesson !== null && lesson.state !== 'ended';
