/** After the meeting, or at a door that stays closed: why, and the next step. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { paths } from '../../server/contract/paths.ts';
import type { RoomView } from '../../server/contract/room.ts';
import { useStartLesson } from '../rooms/api/start-lesson.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { PlainPage } from '../ui/plain-page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Time } from '../ui/time.tsx';
import { Refused } from './refused.tsx';
import { isOpen, type Stay } from './stay.ts';

export type Out = Exclude<
  Stay,
  { kind: 'arriving' | 'outside' | 'waiting' | 'entering' | 'inside' }
>;

type OutProps = { room: RoomView; stay: Out; onEnter: () => void };

export function OutAgain({ room, stay, onEnter }: OutProps) {
  switch (stay.kind) {
    case 'left':
      return <Left room={room} onEnter={onEnter} />;
    case 'over':
      return <Over room={room} onEnter={onEnter} />;
    case 'cast-out':
      return <Elsewhere onEnter={onEnter} />;
    case 'removed':
      return <Removed />;
    case 'refused':
      return <Refused code={stay.code} onEnter={onEnter} />;
    case 'no-frame':
      return <NoFrame onEnter={onEnter} />;
    case 'lost':
      return <Lost onEnter={onEnter} />;
    default:
      return stay satisfies never;
  }
}

const ToRooms = () => (
  <ButtonLink to={paths.home}>
    <Trans>To your rooms</Trans>
  </ButtonLink>
);

function Page({
  title,
  children,
  again,
}: {
  title: string;
  children: ReactNode;
  again?: { label: string; onEnter: () => void };
}) {
  return (
    <PlainPage
      title={title}
      action={
        <>
          {again && (
            <Button variant="primary" isLarge onClick={again.onEnter}>
              {again.label}
            </Button>
          )}
          <ToRooms />
        </>
      }
    >
      {children}
    </PlainPage>
  );
}

function Left({ room, onEnter }: { room: RoomView; onEnter: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`You have left`} again={{ label: t`Go in again`, onEnter }}>
      <p>
        <WithoutYou room={room} />
      </p>
    </Page>
  );
}

function WithoutYou({ room }: { room: RoomView }) {
  if (!isOpen(room.lesson)) return <Trans>See you next time.</Trans>;
  if (room.lesson.state === 'ending' && room.affiliation === 'owner') {
    return (
      <Trans>
        No organizer is in: the lesson ends at <Time at={room.lesson.endsAt} />, unless one comes
        back.
      </Trans>
    );
  }
  return <Trans>The lesson goes on without you.</Trans>;
}

function Over({ room, onEnter }: Pick<OutProps, 'room' | 'onEnter'>) {
  const { t } = useLingui();
  return room.affiliation === 'owner' && !room.isArchived ? (
    <OwnOver room={room} onEnter={onEnter} />
  ) : (
    <Page title={t`The lesson has ended`}>
      <p>
        <Trans>If it is started again in the next minutes, you go in by yourself.</Trans>
      </p>
    </Page>
  );
}

/** An organizer may have ended it by mistake, or goes on after the break. */
function OwnOver({ room, onEnter }: Pick<OutProps, 'room' | 'onEnter'>) {
  const { t } = useLingui();
  const start = useStartLesson(room.slug);
  return (
    <Page
      title={t`The lesson has ended`}
      again={{
        label: start.isPending ? t`Starting …` : t`Start again`,
        onEnter: () => start.run(undefined, onEnter),
      }}
    >
      <p>
        <Trans>
          If you start it again in the next minutes, those who still have this page open come back
          in.
        </Trans>
      </p>
      <Refusal error={start.error} />
    </Page>
  );
}

function Removed() {
  const { t } = useLingui();
  return (
    <Page title={t`You were removed from this lesson`}>
      <p>
        <Trans>An organizer can let you in again. If you think it was a mistake, ask them.</Trans>
      </p>
    </Page>
  );
}

function Elsewhere({ onEnter }: { onEnter: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`Open elsewhere`} again={{ label: t`Use it here`, onEnter }}>
      <p>
        <Trans>
          You went into this meeting in another window or on another device. You can be in it once.
        </Trans>
      </p>
    </Page>
  );
}

function NoFrame({ onEnter }: { onEnter: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`The meeting does not open`} again={{ label: t`Try again`, onEnter }}>
      <p>
        <Trans>
          The meeting server does not answer, or something on this device blocks it. Homeroom keeps
          trying.
        </Trans>
      </p>
    </Page>
  );
}

function Lost({ onEnter }: { onEnter: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`The connection was lost`} again={{ label: t`Go in again`, onEnter }}>
      <p>
        <Trans>Homeroom keeps trying. Check the network, or go in again right away.</Trans>
      </p>
    </Page>
  );
}
