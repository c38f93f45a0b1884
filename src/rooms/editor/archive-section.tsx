import { Trans, useLingui } from '@lingui/react/macro';
import type { RoomView } from '../../../server/contract/room.ts';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useChangeRoom } from '../api/change-room.ts';
import styles from './room-settings-page.module.css';
import { Section } from './section.tsx';

/**
 * Archiving hides a room, and can be undone at any time: what most people want when they think of
 * deleting.
 */
export function ArchiveSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const change = useChangeRoom(room.slug);
  const isArchived = room.isArchived ?? false;
  return (
    <Section title={t`Archive`}>
      <p className={styles['hint']} role="status">
        {isArchived ? (
          <Trans>This room is archived. Nobody but its organizers sees it.</Trans>
        ) : (
          <Trans>An archived room is out of sight, and you can restore it at any time.</Trans>
        )}
      </p>
      <div>
        <Button isBusy={change.isPending} onClick={() => change.run({ isArchived: !isArchived })}>
          {isArchived ? <Trans>Restore the room</Trans> : <Trans>Archive the room</Trans>}
        </Button>
      </div>
      <Refusal error={change.error} />
    </Section>
  );
}
