/** In the meeting: the frame, and a slim bar of what Jitsi does not have. */
import { Trans, useLingui } from '@lingui/react/macro';
import { type Dispatch, useEffect, useState } from 'react';
import type { Pass } from '../../server/contract/pass.ts';
import type { RoomView } from '../../server/contract/room.ts';
import { useIsLongAway } from '../live/use-is-long-away.ts';
import { useIsOffline } from '../ui/use-is-offline.ts';
import { usePageData } from '../http/page-data.ts';
import { serverNow } from '../http/server-clock.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { useBareWindow } from '../ui/chrome.ts';
import { PageHeading } from '../ui/page-heading.tsx';
import { Time } from '../ui/time.tsx';
import { devicesFor, keepDevices, useDevices } from './devices.ts';
import type { Devices } from './frame-devices.ts';
import { type FrameState, hasEnded } from './frame-state.ts';
import { JitsiFrame } from './jitsi-frame.tsx';
import { EndForAll } from './end-for-all.tsx';
import styles from './inside.module.css';
import { RegisterPanel, useRegister } from './register-panel.tsx';
import type { StayEvent } from './stay.ts';

export function Inside({
  room,
  pass,
  tell,
}: {
  room: RoomView;
  pass: Pass;
  tell: Dispatch<StayEvent>;
}) {
  const { t, i18n } = useLingui();
  const { meeting } = usePageData();
  const [frame, setFrame] = useState<FrameState['kind']>('opening');
  const kept = useDevices((state) => state.kept);
  const isRegisterOpen = useRegister((register) => register.isOpen);
  const isBeside = isRegisterOpen && room.affiliation === 'owner';
  useBareWindow();

  function onState(state: FrameState): void {
    setFrame(state.kind);
    if (state.kind === 'inside') tell({ kind: 'settled' });
    if (hasEnded(state)) tell({ kind: 'frame-ended', ending: state, now: serverNow() });
  }

  function onDevices(devices: Devices): void {
    const { personId, lessonId } = pass;
    keepDevices({ ...devices, personId, lessonId });
  }

  return (
    <div className={`${styles['page']} ${isBeside ? styles['besideRegister'] : ''}`}>
      <Bar room={room} onLeave={() => tell({ kind: 'leave' })} />
      <FrameStatus frame={frame} />
      <Connection />
      <GraceNotice room={room} />
      <JitsiFrame
        meetingHost={meeting}
        pass={pass}
        language={i18n.locale}
        devices={devicesFor(kept, pass)}
        roomName={room.name}
        title={t`Meeting in ${room.name}`}
        onState={onState}
        onDevices={onDevices}
      />
    </div>
  );
}

function Bar({ room, onLeave }: { room: RoomView; onLeave: () => void }) {
  const { t } = useLingui();
  const isOrganizer = room.affiliation === 'owner';
  return (
    <section className={styles['bar']} aria-label={t`Lesson`}>
      <div className={styles['title']}>
        <PageHeading title={room.name} />
      </div>
      {isOrganizer && <RegisterPanel room={room} />}
      {isOrganizer && <EndForAll slug={room.slug} />}
      <Button variant="primary" onClick={onLeave}>
        <Trans>Leave</Trans>
      </Button>
    </section>
  );
}

/** Jitsi's client says nothing when the last organizer has left, so Homeroom's bar does. */
function GraceNotice({ room: { lesson } }: { room: RoomView }) {
  return (
    <div role="status">
      {lesson?.state === 'ending' && (
        <p className={styles['status']}>
          <Trans>
            No organizer is in: the lesson ends at <Time at={lesson.endsAt} />, unless one comes
            back.
          </Trans>
        </p>
      )}
    </div>
  );
}

/** Said at once: the frame itself takes its time to notice, and speaks of it in its own way. */
function Connection() {
  const isOffline = useIsOffline();
  const isAway = useIsLongAway();
  return (
    <div role="status">
      {isAway && (
        <p className={styles['status']}>
          {isOffline ? (
            <Trans>No network. As soon as it is back, you are back in the meeting.</Trans>
          ) : (
            <Trans>No connection to Homeroom at the moment. The meeting goes on.</Trans>
          )}
        </p>
      )}
    </div>
  );
}

/** Says what the frame cannot say itself, or shows only to those who can see it. */
function FrameStatus({ frame }: { frame: FrameState['kind'] }) {
  const { t } = useLingui();
  const isWaiting = frame === 'waiting';
  useEffect(() => {
    if (frame === 'inside') announce(t`You are in the meeting.`);
  }, [frame, t]);
  if (frame === 'opening' || frame === 'connecting') {
    return <p className={styles['status']} role="status">{t`The meeting opens …`}</p>;
  }
  return isWaiting ? (
    <p className={styles['status']} role="status">
      {t`Waiting for an organizer. You go in by yourself.`}
    </p>
  ) : null;
}
