import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { useMe } from '../../session/api/session.ts';
import { Button } from '../../ui/button.tsx';
import { useGiveUpRoom } from '../api/organizers.ts';
import { Question } from './question.tsx';
import styles from './room-settings-page.module.css';
import { Section } from './section.tsx';

/** Not to be an organizer any more. What cannot be taken back by oneself is asked first. */
export function GiveUpSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const me = useMe();
  const [isAsking, setIsAsking] = useState(false);
  const giveUp = useGiveUpRoom(room, me.id);
  return (
    <Section title={t`Give up the room`}>
      <p className={styles['hint']}>
        <Trans>The room stays with its other organizers; you are no longer one of them.</Trans>
      </p>
      <div>
        <Button onClick={() => setIsAsking(true)}>
          <Trans>Give up the room …</Trans>
        </Button>
      </div>
      {isAsking && (
        <Question
          title={t`Give up ${room.name}?`}
          keep={{ label: t`Stay an organizer`, onPress: () => setIsAsking(false) }}
          act={{
            label: t`Give up the room`,
            onPress: () => giveUp.run(),
            isBusy: giveUp.isPending,
            error: giveUp.error,
          }}
        >
          <Trans>
            You can then no longer start lessons in it or change it, and only another organizer can
            bring you back. You may be asked for your password.
          </Trans>
        </Question>
      )}
    </Section>
  );
}
