import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useChangeRoom } from '../api/change-room.ts';
import styles from './more.module.css';

export function ArchivedRooms({ rooms }: { rooms: readonly RoomView[] }) {
  if (rooms.length === 0) return null;
  return (
    <details>
      <summary className={styles['summary']}>
        <Plural value={rooms.length} one="# archived room" other="# archived rooms" />
      </summary>
      <ul className={`${styles['section']} ${styles['list']}`}>
        {rooms.map((room) => (
          <ArchivedRoom key={room.slug} room={room} />
        ))}
      </ul>
    </details>
  );
}

function ArchivedRoom({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const change = useChangeRoom(room.slug);
  return (
    <li>
      <bdi>{room.name}</bdi>
      <span className={styles['actions']}>
        <Button
          isBusy={change.isPending}
          onClick={() => change.run({ isArchived: false })}
          aria-label={t`Restore ${room.name}`}
        >
          <Trans>Restore</Trans>
        </Button>
        <ButtonLink
          to={paths.roomSettings(room.slug)}
          variant="quiet"
          aria-label={t`Settings of ${room.name}`}
        >
          <Trans>Settings</Trans>
        </ButtonLink>
      </span>
      <Refusal error={change.error} />
    </li>
  );
}
