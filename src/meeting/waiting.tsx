/** The waiting page: says who is expected, and goes in by itself. Nothing to press. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { RoomView } from '../../server/contract/room.ts';
import { useIsLongAway } from '../live/use-is-long-away.ts';
import { PlainPage } from '../ui/plain-page.tsx';
import styles from './room-page.module.css';
import { DeviceCheck } from './device-check.tsx';
import { SoundChoice } from './sound-choice.tsx';
import { useWakeLock } from './use-wake-lock.ts';
import { Expected, WhoYouAre } from './who-you-are.tsx';

export function Waiting({ room }: { room: RoomView }) {
  const { t } = useLingui();
  useWakeLock();
  const isAjar = room.lesson?.state === 'opening';
  const names = room.organizers.map(({ name }) => name);
  return (
    <PlainPage room={room} title={room.name} door={isAjar ? 'ajar' : 'closed'}>
      <p role="status">
        {isAjar ? (
          <Trans>
            <Expected names={names} /> is just coming in …
          </Trans>
        ) : (
          <Trans>
            The lesson begins as soon as <Expected names={names} /> is here.
          </Trans>
        )}
      </p>
      <Connection label={t`The connection is being restored …`} />
      <p>
        <Trans>You go in by yourself. Just leave this page open.</Trans>
      </p>
      <WhoYouAre />
      <p className={styles['quiet']}>
        <Trans>Your microphone and camera are off at first.</Trans>
      </p>
      <SoundChoice />
      <DeviceCheck />
    </PlainPage>
  );
}

function Connection({ label }: { label: string }) {
  const isAway = useIsLongAway();
  return (
    <p className={styles['away']} role="status" hidden={!isAway}>
      {isAway ? label : ''}
    </p>
  );
}
