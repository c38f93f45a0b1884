/**
 * A room: its waiting page, its meeting, and every way out of it. What this tab
 * does there is decided in stay.ts; this file only shows it.
 */
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { RoomView } from '../../server/contract/room.ts';
import { ProblemError } from '../http/problem-error.ts';
import { useLive } from '../live/use-live.ts';
import { roomQuery } from '../rooms/api/rooms.ts';
import { PlainPage } from '../ui/plain-page.tsx';
import { ClosedDoor } from '../ui/problems/closed-door.tsx';
import { ErrorSentence } from '../ui/refusal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AtTheDoor } from './at-the-door.tsx';
import { Inside } from './inside.tsx';
import { OutAgain } from './out-again.tsx';
import { useStartSound } from './use-start-sound.ts';
import { useStay } from './use-stay.ts';
import { Waiting } from './waiting.tsx';

export default function RoomPage() {
  const { t } = useLingui();
  const { slug = '' } = useParams();
  const { data: room, error, refetch } = useQuery(roomQuery(slug));
  const refusal = useRefusal(slug, room, error);
  // There is no stream of a room that does not exist for this person: one that is asked for
  // again and again would look like a lost connection. The list's tells when that changes.
  useLive(refusal ? undefined : slug);
  if (room) return <Room key={slug} room={room} />;
  const shown = error ?? refusal;
  if (!shown) return <Skeleton label={t`Loading …`} />;
  return (
    <ClosedDoor title={t`This room cannot be shown`} onTryAgain={() => void refetch()}>
      <ErrorSentence error={shown} />
    </ClosedDoor>
  );
}

/** Why the room is not there for this person; it stays while the room is asked for once more. */
function useRefusal(slug: string, room: RoomView | undefined, error: Error | null) {
  const [last, setLast] = useState<{ slug: string; error: ProblemError } | null>(null);
  const isNew = error instanceof ProblemError && error.problem.status < 500;
  if (isNew && last?.error !== error) setLast({ slug, error });
  if (room && last) setLast(null);
  return last?.slug === slug ? last.error : null;
}

function Room({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const [stay, tell] = useStay(room);
  useStartSound(stay.kind);
  switch (stay.kind) {
    case 'arriving':
      return <Skeleton label={t`Loading …`} />;
    case 'outside':
      return <AtTheDoor room={room} onEnter={() => tell({ kind: 'enter' })} />;
    case 'waiting':
      return <Waiting room={room} />;
    case 'entering':
      return <GoingIn room={room} />;
    case 'inside':
      return <Inside key={stay.pass.pass} room={room} pass={stay.pass} tell={tell} />;
    default:
      return <OutAgain room={room} stay={stay} onEnter={() => tell({ kind: 'enter' })} />;
  }
}

function GoingIn({ room }: { room: RoomView }) {
  const { t } = useLingui();
  return (
    <PlainPage room={room} title={room.name} door="open">
      <p role="status">{t`Going in …`}</p>
    </PlainPage>
  );
}
