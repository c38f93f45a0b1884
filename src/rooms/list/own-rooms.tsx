import { Trans } from '@lingui/react/macro';
import type { RoomView } from '../../../server/contract/room.ts';
import { Door } from '../../ui/door.tsx';
import { CreateRoomForm } from './create-room-form.tsx';
import { OrganizedRoom } from './organized-room.tsx';
import styles from './rooms-page.module.css';

/** The teacher's dashboard: open doors first, the rest as they were made. */
export function OwnRooms({ rooms }: { rooms: readonly RoomView[] }) {
  const sorted = rooms.toSorted((one, other) => Number(hasLesson(other)) - Number(hasLesson(one)));
  return (
    <>
      <CreateRoomForm />
      {rooms.length === 0 ? (
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
    </>
  );
}

const hasLesson = ({ lesson }: RoomView) => lesson !== null && lesson.state !== 'ended';
