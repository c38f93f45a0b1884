/**
 * The one place where a lesson changes: what an organizer presses, what the meeting side
 * reports and what time brings, each an event; out come the lesson as it is then, the
 * commands to the meeting side, and whose passes are void. Pure.
 *
 * Every event may come late or twice: whatever the order, a lesson runs only while an
 * organizer is in, an ended one stays ended, and no press is lost.
 */
import type { PassId, PersonId } from '../contract/ids.ts';
import type { EndReason, LessonCommand, LessonRules } from './commands.ts';
import {
  type Seat,
  type LessonPerson,
  type WholeLesson,
  newPerson,
  organizerIsIn,
  lessonPersonOf,
} from './lesson.ts';
import { afterPresence, endDue, type LessonLimits } from './lifecycle.ts';
import type { LessonSnapshot, Occupant } from './meeting-adapter.ts';

export type LessonEvent =
  /** The meeting side has made the opening durable, or has not taken it. */
  | { kind: 'told' }
  | { kind: 'not-told' }
  /** What an organizer pressed; the policy has allowed it. */
  | { kind: 'extend' }
  | { kind: 'remove' | 'readmit'; personId: PersonId }
  | { kind: 'set-closed'; isClosed: boolean }
  | { kind: 'end'; reason: EndReason }
  /** What follows from changes of the room, its people and their sessions. */
  | { kind: 'configure'; rules: LessonRules }
  | { kind: 'revoke'; personId: PersonId; passIds: readonly PassId[] }
  /** What the meeting side reported. */
  | { kind: 'entered'; occupant: Occupant }
  | { kind: 'left'; occupantId: string }
  | { kind: 'promoted' | 'demoted' | 'removed'; personId: PersonId }
  | { kind: 'ended'; reason: EndReason }
  /** `null`: the meeting side does not know the lesson. `pending`: commands it has yet to hear. */
  | { kind: 'snapshot'; snapshot: LessonSnapshot | null; pending: readonly LessonCommand[] }
  | { kind: 'tick' };

export type Outcome = {
  /** The same object when nothing changed. */
  lesson: WholeLesson;
  /** To be delivered in this order. */
  commands: readonly LessonCommand[];
  /** Whose passes into this lesson are void from now on. */
  voids: 'all' | readonly PersonId[];
};

/** One extension, and how long a lesson can become in all, ms. */
export const extension = 60 * 60_000;
export const maxTotalDuration = 12 * 60 * 60_000;

export type ReduceContext = { now: number; limits: LessonLimits };

export function reduce(lesson: WholeLesson, event: LessonEvent, context: ReduceContext): Outcome {
  if (lesson.state === 'ended') return afterEnd(lesson, event);
  switch (event.kind) {
    case 'told':
      return only(lesson.toldAt === null ? { ...lesson, toldAt: context.now } : lesson);
    case 'not-told':
      return lesson.toldAt === null ? end(lesson, 'meeting-lost', context.now) : only(lesson);
    case 'extend':
      return only(extend(lesson));
    case 'remove':
      return remove(lesson, event.personId);
    case 'readmit':
      return readmit(lesson, event.personId);
    case 'set-closed':
      return setClosed(lesson, event.isClosed);
    case 'configure':
      return {
        ...only(lesson),
        commands: [{ kind: 'configure', ...of(lesson), ...event.rules }],
      };
    case 'revoke':
      return revoke(lesson, event.personId, event.passIds);
    case 'end':
      return end(lesson, event.reason, context.now);
    case 'ended':
      // The meeting side has ended it itself, and need not be told.
      return { ...end(lesson, event.reason, context.now), commands: [] };
    case 'tick':
      return tick(lesson, context.now);
    case 'entered':
    case 'left':
      return only(follow(seated(lesson, event, context.now), context));
    case 'promoted':
      return only(promoted(lesson, event.personId));
    case 'demoted':
      return only(withStanding(lesson, event.personId, { isPromoted: false }));
    case 'removed':
      return noteRemoved(lesson, event.personId);
    case 'snapshot':
      return reconcile(lesson, event, context);
    default:
      return event satisfies never;
  }
}

const of = ({ slug, id }: WholeLesson) => ({ slug, lessonId: id });

const only = (lesson: WholeLesson): Outcome => ({ lesson, commands: [], voids: [] });

/** Whoever is still reported in shows that the meeting side has not heard of the end. */
function afterEnd(lesson: WholeLesson, event: LessonEvent): Outcome {
  if (event.kind !== 'entered') return only(lesson);
  return { ...only(lesson), commands: [{ kind: 'end', ...of(lesson), reason: 'meeting-lost' }] };
}

function end(lesson: WholeLesson, reason: EndReason, now: number): Outcome {
  return {
    lesson: {
      ...lesson,
      state: 'ended',
      endedAt: now,
      endReason: reason,
      deadlineAt: null,
      seats: new Map(),
    },
    commands: [{ kind: 'end', ...of(lesson), reason }],
    voids: 'all',
  };
}

function tick(lesson: WholeLesson, now: number): Outcome {
  const reason = endDue(lesson, now);
  return reason ? end(lesson, reason, now) : only(lesson);
}

/** One hour more, up to the longest that a lesson can become. */
function extend(lesson: WholeLesson): WholeLesson {
  const maxEndsAt = Math.min(lesson.maxEndsAt + extension, lesson.openedAt + maxTotalDuration);
  return maxEndsAt > lesson.maxEndsAt ? { ...lesson, maxEndsAt } : lesson;
}

function remove(lesson: WholeLesson, personId: PersonId): Outcome {
  if (lessonPersonOf(lesson, personId).isRemoved) return only(lesson);
  const command = { kind: 'remove', ...of(lesson), personId } as const;
  return { ...noteRemoved(lesson, personId), commands: [command] };
}

function noteRemoved(lesson: WholeLesson, personId: PersonId): Outcome {
  const changed = withStanding(lesson, personId, { isRemoved: true, isPromoted: false });
  return { lesson: changed, commands: [], voids: [personId] };
}

function readmit(lesson: WholeLesson, personId: PersonId): Outcome {
  if (!lessonPersonOf(lesson, personId).isRemoved) return only(lesson);
  return {
    ...only(withStanding(lesson, personId, { isRemoved: false })),
    commands: [{ kind: 'readmit', ...of(lesson), personId }],
  };
}

function setClosed(lesson: WholeLesson, isClosed: boolean): Outcome {
  if (lesson.isClosedToNewcomers === isClosed) return only(lesson);
  return {
    ...only({ ...lesson, isClosedToNewcomers: isClosed }),
    commands: [{ kind: 'newcomers', ...of(lesson), isClosed }],
  };
}

function revoke(lesson: WholeLesson, personId: PersonId, passIds: readonly PassId[]): Outcome {
  if (passIds.length === 0) return only(lesson);
  return {
    ...only(lesson),
    commands: [{ kind: 'revoke', ...of(lesson), personId, passIds: [...passIds] }],
  };
}

function seated(
  lesson: WholeLesson,
  event: Extract<LessonEvent, { kind: 'entered' | 'left' }>,
  now: number,
): WholeLesson {
  const seats = new Map(lesson.seats);
  if (event.kind === 'left') return seats.delete(event.occupantId) ? { ...lesson, seats } : lesson;
  const { occupant } = event;
  seats.set(occupant.occupantId, seatOf(occupant, lesson.seats, now));
  const wasIn = withStanding({ ...lesson, seats }, occupant.personId, { wasIn: true });
  return occupant.isPromoted ? promoted(wasIn, occupant.personId) : wasIn;
}

/** Nobody is promoted and removed at once: a removal that was pressed meanwhile wins. */
function promoted(lesson: WholeLesson, personId: PersonId): WholeLesson {
  const { isRemoved } = lessonPersonOf(lesson, personId);
  return isRemoved ? lesson : withStanding(lesson, personId, { isPromoted: true });
}

function seatOf(occupant: Occupant, before: WholeLesson['seats'], now: number): Seat {
  const { occupantId, personId, passId, affiliation, breakoutId } = occupant;
  const enteredAt = before.get(occupantId)?.enteredAt ?? now;
  return { occupantId, personId, passId, affiliation, breakoutId, enteredAt };
}

/** The lesson with the state that follows from who is in now. */
function follow(lesson: WholeLesson, { now, limits }: ReduceContext): WholeLesson {
  const clock = afterPresence(lesson, organizerIsIn(lesson), now, limits);
  if (!clock) return lesson;
  const { state, runningSince, deadlineAt } = clock;
  return { ...lesson, state, runningSince, deadlineAt };
}

function withStanding(
  lesson: WholeLesson,
  personId: PersonId,
  change: Partial<LessonPerson>,
): WholeLesson {
  const before = lessonPersonOf(lesson, personId);
  const after = { ...before, ...change };
  if (isSame(before, after)) return lesson;
  return { ...lesson, people: new Map(lesson.people).set(personId, after) };
}

const isSame = (one: LessonPerson, other: LessonPerson): boolean =>
  one.wasIn === other.wasIn &&
  one.isPromoted === other.isPromoted &&
  one.isRemoved === other.isRemoved;

/** Who is in, promoted and removed is what the snapshot says, and what was pressed since. */
function reconcile(
  lesson: WholeLesson,
  { snapshot, pending }: Extract<LessonEvent, { kind: 'snapshot' }>,
  context: ReduceContext,
): Outcome {
  const occupants = snapshot?.occupants ?? [];
  const seats = new Map(
    occupants.map((one) => [one.occupantId, seatOf(one, lesson.seats, context.now)]),
  );
  const people = snapshot ? peopleIn(lesson, snapshot, pending) : lesson.people;
  const nowRemoved = [...people].flatMap(([personId, { isRemoved }]) =>
    isRemoved && !lessonPersonOf(lesson, personId).isRemoved ? [personId] : [],
  );
  return { ...only(follow({ ...lesson, seats, people }, context)), voids: nowRemoved };
}

function peopleIn(
  lesson: WholeLesson,
  { occupants, promoted, removed }: LessonSnapshot,
  pending: readonly LessonCommand[],
): WholeLesson['people'] {
  const isIn = new Set(occupants.map(({ personId }) => personId));
  const isPromoted = new Set(promoted);
  const isRemoved = new Set(removed);
  for (const command of pending) {
    if (command.kind === 'remove') isRemoved.add(command.personId);
    if (command.kind === 'readmit') isRemoved.delete(command.personId);
  }
  const everybody = new Set([...lesson.people.keys(), ...isIn, ...isPromoted, ...isRemoved]);
  return new Map(
    [...everybody].map((id) => [
      id,
      {
        wasIn: (lesson.people.get(id) ?? newPerson).wasIn || isIn.has(id),
        isPromoted: isPromoted.has(id) && !isRemoved.has(id),
        isRemoved: isRemoved.has(id),
      },
    ]),
  );
}
