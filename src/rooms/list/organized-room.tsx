import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { paths } from '../../../server/contract/paths.ts';
import type { LessonView, RoomView } from '../../../server/contract/room.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useStartLesson } from '../api/start-lesson.ts';
import { RoomCard } from './room-card.tsx';

/** A room that one runs: starting the lesson is the one big thing. */
export function OrganizedRoom({ room }: { room: RoomView }) {
  const { t } = useLingui();
  return (
    <RoomCard
      room={room}
      as="h2"
      actions={
        <>
          {hasLesson(room.lesson) ? (
            <ButtonLink
              to={paths.room(room.slug)}
              variant="primary"
              aria-label={t`Go in to ${room.name}`}
            >
              <Trans>Go in</Trans>
            </ButtonLink>
          ) : (
            <StartLesson room={room} />
          )}
          <ButtonLink
            to={paths.roomSettings(room.slug)}
            variant="quiet"
            aria-label={t`Settings of ${room.name}`}
          >
            <Trans>Settings</Trans>
          </ButtonLink>
        </>
      }
    >
      {hasLesson(room.lesson) ? (
        <Register lesson={room.lesson} />
      ) : (
        <AtTheDoor count={room.waitingCount ?? 0} />
      )}
    </RoomCard>
  );
}

const hasLesson = (lesson: LessonView | null) => lesson !== null && lesson.state !== 'ended';

function StartLesson({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const start = useStartLesson(room.slug);
  return (
    <>
      <Button
        variant="primary"
        isBusy={start.isPending}
        onClick={() => start.run()}
        aria-label={t`Start lesson in ${room.name}`}
      >
        {start.isPending ? <Trans>Starting …</Trans> : <Trans>Start lesson</Trans>}
      </Button>
      <Refusal error={start.error} />
    </>
  );
}

/** How many are in and how many wait. */
function Register({ lesson }: { lesson: LessonView | null }) {
  if (!lesson?.register) return null;
  const { present, waiting } = lesson.register;
  return (
    <p>
      <Plural
        value={present.length}
        _0="Nobody is in"
        one="# person is in"
        other="# people are in"
      />
      {waiting.length > 0 && ' · '}
      {waiting.length > 0 && <Plural value={waiting.length} one="# waits" other="# wait" />}
    </p>
  );
}

/** How many have come before the lesson. */
function AtTheDoor({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <p>
      <Plural value={count} one="# person is waiting" other="# people are waiting" />
    </p>
  );
}
