import { Trans, useLingui } from '@lingui/react/macro';
import type { LessonView, RoomView } from '../../../server/contract/room.ts';
import type { DoorState } from '../../ui/door.tsx';
import { Time } from '../../ui/time.tsx';

/** The state of a lesson as a door, which says by its shape what the words beside it say. */
export function doorOf(lesson: LessonView | null): DoorState {
  if (lesson?.state === 'running') return 'open';
  return lesson?.state === 'opening' || lesson?.state === 'ending' ? 'ajar' : 'closed';
}

/** Before a lesson is anything else, it is one that one may enter. */
export const isOpen = (lesson: LessonView | null): boolean =>
  lesson?.state === 'running' || lesson?.state === 'ending';

/** Nothing where an organizer's door says enough by a button that starts the lesson. */
export function LessonWords({
  room: { lesson, affiliation, lastUsedAt },
}: {
  room: Pick<RoomView, 'lesson' | 'affiliation' | 'lastUsedAt'>;
}) {
  if (!lesson) {
    if (affiliation === 'member') return <Trans>No lesson now</Trans>;
    return (
      lastUsedAt !== null && (
        <Trans>
          Last lesson: <Day at={lastUsedAt} />
        </Trans>
      )
    );
  }
  switch (lesson.state) {
    case 'opening':
      return <Trans>The teacher is just coming in</Trans>;
    case 'running':
      return (
        <Trans>
          Lesson since <Time at={lesson.runningSince ?? lesson.openedAt} />
        </Trans>
      );
    case 'ending':
      return (
        <Trans>
          No organizer is in; the lesson ends at <Time at={lesson.endsAt} />
        </Trans>
      );
    case 'ended':
      return (
        <Trans>
          The last lesson ended at <Time at={lesson.endedAt ?? lesson.endsAt} />
        </Trans>
      );
    default:
      return lesson.state satisfies never;
  }
}

/** `at` in ms. */
function Day({ at }: { at: number }) {
  const { i18n } = useLingui();
  return i18n.date(new Date(at), { weekday: 'short', day: 'numeric', month: 'short' });
}
