import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useDeleteRoom } from '../api/delete-room.ts';
import styles from './room-settings-page.module.css';
import { Section } from './section.tsx';

export function DeleteSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Section title={t`Delete the room`}>
      <p className={styles['hint']}>
        <Trans>The room and its settings go for good, and its address is never used again.</Trans>
      </p>
      <div>
        <Button onClick={() => setIsAsking(true)}>
          <Trans>Delete the room …</Trans>
        </Button>
      </div>
      {isAsking && <Question room={room} onClose={() => setIsAsking(false)} />}
    </Section>
  );
}

function Question({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const { t } = useLingui();
  const remove = useDeleteRoom(room.slug);
  return (
    <Dialog
      title={t`Delete ${room.name}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Keep the room</Trans>
          </Button>
          <Button look="danger" isBusy={remove.isPending} onClick={() => remove.run()}>
            <Trans>Delete for good</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          A lesson that is running ends for everybody. This cannot be undone. You may be asked for
          your password.
        </Trans>
      </p>
      <Refusal error={remove.error} />
    </Dialog>
  );
}
