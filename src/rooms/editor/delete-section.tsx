import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { Button } from '../../ui/button.tsx';
import { useDeleteRoom } from '../api/delete-room.ts';
import { Question } from './question.tsx';
import styles from './room-settings-page.module.css';
import { Section } from './section.tsx';

/** Asks, and leads away; on the next page there is a moment to undo. */
export function DeleteSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useDeleteRoom(room);
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
      {isAsking && (
        <Question
          title={t`Delete ${room.name}?`}
          keep={{ label: t`Keep the room`, onPress: () => setIsAsking(false) }}
          act={{
            label: t`Delete for good`,
            onPress: () => remove.run(),
            isBusy: remove.isPending,
            error: remove.error,
          }}
        >
          <Trans>
            A lesson that is running ends for everybody. You have a few seconds to undo it; after
            that nothing brings the room back. You may be asked for your password.
          </Trans>
        </Question>
      )}
    </Section>
  );
}
