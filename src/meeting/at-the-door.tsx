/**
 * The page before the meeting: says who the person is, and has the one button that leads in, or
 * starts the lesson.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { paths } from '../../server/contract/paths.ts';
import type { RoomView } from '../../server/contract/room.ts';
import { useStartLesson } from '../rooms/api/start-lesson.ts';
import { useSession } from '../session/api/session.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CheckField } from '../ui/choice-field.tsx';
import { PlainPage } from '../ui/plain-page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { DeviceCheck } from './device-check.tsx';
import { chosenDevices, keepDevices, useDevices } from './devices.ts';
import { RoomAddress } from './room-address.tsx';
import styles from './room-page.module.css';
import { isOpen } from './stay.ts';
import { WhoYouAre } from './who-you-are.tsx';

export function AtTheDoor({ room, onEnter }: { room: RoomView; onEnter: () => void }) {
  if (room.lesson?.isRemoved) return <Removed room={room} />;
  const isOrganizer = room.affiliation === 'owner';
  return isOrganizer && !isOpen(room.lesson) ? (
    <Start room={room} onStarted={onEnter} />
  ) : (
    <Enter room={room} onEnter={onEnter} />
  );
}

function Enter({ room, onEnter }: { room: RoomView; onEnter: () => void }) {
  return (
    <PlainPage
      room={room}
      title={room.name}
      door="open"
      action={
        <Button variant="primary" isLarge onClick={onEnter}>
          <Trans>Go in</Trans>
        </Button>
      }
    >
      <p>
        {room.isVisit ? (
          <Trans>A lesson of a colleague is running here. You go in as a visitor.</Trans>
        ) : (
          <Trans>The lesson is running.</Trans>
        )}
      </p>
      <WhoYouAre />
      {room.affiliation === 'owner' ? <OwnDevices /> : <SilentAtFirst />}
      <DeviceCheck />
      {room.affiliation === 'owner' && <RoomAddress room={room} />}
    </PlainPage>
  );
}

function Start({ room, onStarted }: { room: RoomView; onStarted: () => void }) {
  const { t } = useLingui();
  const start = useStartLesson(room.slug);
  return (
    <PlainPage
      room={room}
      title={room.name}
      action={
        <>
          <Button
            variant="primary"
            isLarge
            isBusy={start.isPending}
            onClick={() => start.run(undefined, onStarted)}
          >
            {start.isPending ? <Trans>Starting …</Trans> : <Trans>Start lesson</Trans>}
          </Button>
          <ButtonLink
            to={paths.roomSettings(room.slug)}
            isLarge
            aria-label={t`Settings of ${room.name}`}
          >
            <Trans>Settings</Trans>
          </ButtonLink>
        </>
      }
    >
      <WhoYouAre />
      <OwnDevices />
      <DeviceCheck />
      <RoomAddress room={room} />
      <Refusal error={start.error} />
    </PlainPage>
  );
}

/** The organizer's choice of microphone and camera. */
function OwnDevices() {
  const { t } = useLingui();
  const personId = useSession()?.person.id ?? '';
  const kept = useDevices((state) => state.kept);
  const devices = chosenDevices(kept, personId);
  return (
    <fieldset className={styles['devices']}>
      <legend>
        <Trans>Go in with</Trans>
      </legend>
      {(['microphone', 'camera'] as const).map((device) => (
        <CheckField
          key={device}
          label={device === 'microphone' ? t`Microphone` : t`Camera`}
          checked={devices[device]}
          onChange={({ target }) =>
            keepDevices({ ...devices, [device]: target.checked, personId, lessonId: null })
          }
        />
      ))}
    </fieldset>
  );
}

const SilentAtFirst = () => (
  <p className={styles['quiet']}>
    <Trans>Your microphone and camera are off at first.</Trans>
  </p>
);

function Removed({ room }: { room: RoomView }) {
  return (
    <PlainPage
      room={room}
      title={room.name}
      action={
        <ButtonLink to={paths.home} variant="primary">
          <Trans>To your rooms</Trans>
        </ButtonLink>
      }
    >
      <p>
        <Trans>
          You were removed from this lesson. An organizer can let you in again; this page notices.
        </Trans>
      </p>
    </PlainPage>
  );
}
