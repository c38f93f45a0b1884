/** In the meeting: the frame, and a slim bar of what Jitsi does not have. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useEffect, useState } from 'react';
import type { Slug } from '../../server/contract/ids.ts';
import type { Pass } from '../../server/contract/pass.ts';
import type { RoomView } from '../../server/contract/room.ts';
import { putRoom } from '../rooms/api/rooms.ts';
import { usePageData } from '../http/page-data.ts';
import { serverNow } from '../http/server-clock.ts';
import { useAction } from '../session/use-action.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { useBareWindow } from '../ui/chrome.ts';
import { Dialog } from '../ui/dialog.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Time } from '../ui/time.tsx';
import { actInLesson } from './api/lesson-actions.ts';
import { devicesFor, keepDevices, useDevices } from './devices.ts';
import type { Devices } from './frame-devices.ts';
import { type FrameState, hasEnded } from './frame-state.ts';
import { JitsiFrame } from './jitsi-frame.tsx';
import styles from './inside.module.css';
import { Register } from './register.tsx';
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
    <div className={styles['page']}>
      <Bar room={room} onLeave={() => tell({ kind: 'leave' })} />
      <FrameStatus frame={frame} />
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
  const [isOpen, setIsOpen] = useState(false);
  const isOrganizer = room.affiliation === 'owner';
  return (
    <section className={styles['bar']} aria-label={t`Lesson`}>
      <div className={styles['title']}>
        <PageHeading title={room.name} />
      </div>
      {isOrganizer && (
        <Button variant="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Trans>Who is here</Trans>
        </Button>
      )}
      {isOrganizer && <EndForAll slug={room.slug} />}
      <Button variant={isOrganizer ? 'plain' : 'primary'} onClick={onLeave}>
        <Trans>Leave</Trans>
      </Button>
      {isOrganizer && isOpen && <Register room={room} />}
    </section>
  );
}

function EndForAll({ slug }: { slug: Slug }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const end = useAction(
    () => actInLesson(slug, { action: 'end' }),
    (room) => putRoom(queries, room),
  );
  return (
    <>
      <Button variant="danger" onClick={() => setIsAsking(true)}>
        <Trans>End for all</Trans>
      </Button>
      {isAsking && (
        <Dialog
          title={t`End the lesson for all?`}
          onClose={() => setIsAsking(false)}
          actions={
            <>
              <Button onClick={() => setIsAsking(false)}>
                <Trans>Go on</Trans>
              </Button>
              <Button variant="danger" isBusy={end.isPending} onClick={() => end.run()}>
                <Trans>End the lesson</Trans>
              </Button>
            </>
          }
        >
          <p>
            <Trans>Everybody leaves the meeting, breakout rooms too.</Trans>
          </p>
          <Refusal error={end.error} />
        </Dialog>
      )}
    </>
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
