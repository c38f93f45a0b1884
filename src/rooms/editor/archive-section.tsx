import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { Button } from '../../ui/button.tsx';
import { Question } from './question.tsx';
import styles from './room-settings-page.module.css';
import { SavedSection } from './section.tsx';
import type { Saver } from './use-changes.ts';

/** Out of sight, and back at any time: what most people want who think of deleting. */
export function ArchiveSection({ room, saver }: { room: RoomView; saver: Saver }) {
  const { t } = useLingui();
  const [isAsking, setIsAsking] = useState(false);
  const { name, lesson, isArchived = false } = room;
  const isTaught = lesson !== null && lesson.state !== 'ended';
  const archive = () => saver.save({ isArchived: !isArchived });
  return (
    <SavedSection title={t`Archive`} saver={saver}>
      <p className={styles['hint']}>
        {isArchived ? (
          <Trans>This room is archived. Nobody but its organizers sees it.</Trans>
        ) : (
          <Trans>An archived room is out of sight, and you can restore it at any time.</Trans>
        )}
      </p>
      <div>
        <Button onClick={() => (isTaught && !isArchived ? setIsAsking(true) : archive())}>
          {isArchived ? <Trans>Restore the room</Trans> : <Trans>Archive the room</Trans>}
        </Button>
      </div>
      {isAsking && (
        <Question
          title={t`Archive ${name} in the middle of a lesson?`}
          keep={{ label: t`Keep the lesson running`, onPress: () => setIsAsking(false) }}
          act={{
            label: t`End the lesson and archive the room`,
            onPress: () => {
              setIsAsking(false);
              archive();
            },
          }}
        >
          <Trans>The lesson ends for everybody, and does not come back with the room.</Trans>
        </Question>
      )}
    </SavedSection>
  );
}
