/**
 * What this tab does in a room: outside, waiting, going in, inside, out again.
 * A pure reducer over what the person does, what the server says of the room,
 * and how the meeting frame ends.
 */
import type { Pass } from '../../server/contract/pass.ts';
import type { ProblemCode } from '../../server/contract/problem.ts';
import type { LessonView, RoomView } from '../../server/contract/room.ts';
import type { FrameEnding, FrameRefusal } from './frame-state.ts';

export type Stay =
  /** The room is not known yet. */
  | { kind: 'arriving' }
  /** May go in by a press, or has nothing to go into. */
  | { kind: 'outside' }
  /**
   * Goes in by itself when an organizer is in. `attempt`: was on the way in when the
   * last one went, and may hear of that later than the door did.
   */
  | { kind: 'waiting'; attempt?: number }
  /** Asks for a pass. `attempt` counts from 0, anew after every stay inside. */
  | { kind: 'entering'; attempt: number }
  | { kind: 'inside'; pass: Pass; attempt: number }
  | { kind: 'left' }
  /** The lesson that one was in is over; goes back in if it is started again soon. */
  | { kind: 'over'; lessonId: string; at: number }
  /** Put out without a reason: replaced by a newer presence, unless the server says removed. */
  | { kind: 'cast-out'; lessonId: string }
  | { kind: 'removed'; lessonId: string }
  | { kind: 'refused'; code: ProblemCode | FrameRefusal }
  /** The frame did not come, `attempt` times in a row; it is tried again after a pause. */
  | { kind: 'no-frame'; attempt: number }
  /** Tried again and again without coming in; from now on at longer intervals. */
  | { kind: 'lost'; attempt: number };

export type StayEvent =
  /**
   * `wasInside`: the lesson that this tab was in before it was loaded again; `isPressed`: the
   * press that leads in was made on the room's card.
   */
  | { kind: 'room'; room: RoomView; now: number; wasInside: string | null; isPressed?: boolean }
  | { kind: 'enter' }
  /** After a pause, without a press. */
  | { kind: 'try-again' }
  | { kind: 'leave' }
  | { kind: 'pass'; pass: Pass }
  | { kind: 'pass-refused'; code: ProblemCode }
  | { kind: 'unreachable' }
  /** The frame shows the meeting: whatever went wrong before is forgotten. */
  | { kind: 'settled' }
  /** The pass has run out and the connection may be cut: only a fresh one helps. */
  | { kind: 'renew' }
  | { kind: 'frame-ended'; ending: FrameEnding; now: number };

/** How often a frame is built anew without coming in, before the person is asked. */
const maxAttempts = 6;
/** How long whoever was in goes back in by itself. */
export const backInMs = 15 * 60_000;

export const isOpen = (lesson: LessonView | null): lesson is LessonView =>
  lesson !== null && lesson.state !== 'ended';

/** Whether members may go in: an organizer is there. */
export const isRunning = (lesson: LessonView | null): boolean => lesson?.state === 'running';

export function nextStay(stay: Stay, event: StayEvent): Stay {
  switch (event.kind) {
    case 'room':
      return withRoom(stay, event);
    case 'enter':
      return { kind: 'entering', attempt: 0 };
    case 'try-again':
      return isTriedAgain(stay) ? { kind: 'entering', attempt: stay.attempt } : stay;
    case 'leave':
      return { kind: 'left' };
    case 'pass':
      return stay.kind === 'entering' ? { ...stay, kind: 'inside', pass: event.pass } : stay;
    case 'pass-refused':
      return stay.kind === 'entering' ? refused(event.code, stay.attempt) : stay;
    case 'unreachable':
      return stay.kind === 'entering' ? again(stay.attempt) : stay;
    case 'settled':
      return stay.kind === 'inside' ? { ...stay, attempt: 0 } : stay;
    case 'renew':
      return stay.kind === 'inside' ? { kind: 'entering', attempt: 0 } : stay;
    case 'frame-ended':
      return stay.kind === 'inside' ? afterFrame(stay, event) : stay;
    default:
      return event satisfies never;
  }
}

/** Whether the last try failed and another one follows; use-stay.ts decides when. */
export const isTriedAgain = (stay: Stay): stay is Extract<Stay, { kind: 'no-frame' | 'lost' }> =>
  stay.kind === 'no-frame' || stay.kind === 'lost';

function again(attempt: number): Stay {
  const next = attempt + 1;
  return { kind: next < maxAttempts ? 'entering' : 'lost', attempt: next };
}

/**
 * The lesson may have ended since the room was last looked at: then whoever was on the way in
 * waits.
 */
function refused(code: ProblemCode, attempt: number): Stay {
  if (code !== 'lesson-not-running') return { kind: 'refused', code };
  const next = attempt + 1;
  return next < maxAttempts ? { kind: 'waiting', attempt: next } : { kind: 'outside' };
}

type Inside = Extract<Stay, { kind: 'inside' }>;
type Ended = Extract<StayEvent, { kind: 'frame-ended' }>;

function afterFrame({ pass, attempt }: Inside, { ending, now }: Ended): Stay {
  switch (ending.kind) {
    case 'left':
      return { kind: 'left' };
    case 'ended':
      return { kind: 'over', lessonId: pass.lessonId, at: now };
    case 'cast-out':
    case 'removed':
      return { kind: ending.kind, lessonId: pass.lessonId };
    case 'refused':
      return { kind: 'refused', code: ending.code };
    case 'no-frame':
      return { kind: 'no-frame', attempt: attempt + 1 };
    case 'pass-refused':
    case 'lost':
      return again(attempt);
    default:
      return ending satisfies never;
  }
}

type RoomEvent = Extract<StayEvent, { kind: 'room' }>;

function withRoom(stay: Stay, event: RoomEvent): Stay {
  const { room, now } = event;
  switch (stay.kind) {
    case 'arriving':
      return arrive(event);
    case 'outside':
      return mustWait(room) ? { kind: 'waiting' } : stay;
    case 'waiting':
      return waitingWithRoom(stay, room);
    case 'inside':
      return insideWithRoom(stay, room, now);
    case 'over':
      return overWithRoom(stay, room, now);
    case 'cast-out':
    case 'removed':
      return outWithRoom(stay, room);
    case 'refused':
      return refusedWithRoom(stay, room);
    case 'left':
      return isOpen(room.lesson) ? stay : arriveAnew(room);
    case 'entering':
    case 'no-frame':
    case 'lost':
      return stay;
    default:
      return stay satisfies never;
  }
}

/** A member in front of a lesson without an organizer; organizers may always do something. */
function mustWait({ affiliation, lesson }: RoomView): boolean {
  return affiliation === 'member' && !isRunning(lesson) && !lesson?.isRemoved;
}

function arrive({ room, wasInside, isPressed = false }: RoomEvent): Stay {
  const { affiliation, lesson } = room;
  const mayGoIn = isOpen(lesson) && !lesson.isRemoved;
  const isBack = mayGoIn && lesson.id === wasInside;
  const isLedIn = mayGoIn && isPressed && !mustWait(room);
  // An organizer who meets a lesson that nobody is in yet has just started it.
  const hasStarted = affiliation === 'owner' && lesson?.state === 'opening';
  if (isBack || isLedIn || hasStarted) return { kind: 'entering', attempt: 0 };
  return mustWait(room) ? { kind: 'waiting' } : { kind: 'outside' };
}

function waitingWithRoom(stay: Extract<Stay, { kind: 'waiting' }>, room: RoomView): Stay {
  if (isRunning(room.lesson) && !room.lesson?.isRemoved) {
    return { kind: 'entering', attempt: stay.attempt ?? 0 };
  }
  return mustWait(room) ? stay : { kind: 'outside' };
}

function insideWithRoom(stay: Inside, { lesson, affiliation }: RoomView, now: number): Stay {
  const { lessonId } = stay.pass;
  // The frame tells of the end as well, unless it is frozen: then only the server does.
  if (!isOpen(lesson) || lesson.id !== lessonId) return { kind: 'over', lessonId, at: now };
  if (lesson.isRemoved) return { kind: 'removed', lessonId };
  // An organizer's right was given or withdrawn: it comes with another pass.
  if (affiliation !== stay.pass.affiliation) return { kind: 'entering', attempt: 0 };
  return stay;
}

type Over = Extract<Stay, { kind: 'over' }>;

function overWithRoom(stay: Over, { lesson }: RoomView, now: number): Stay {
  const isNew = isRunning(lesson) && lesson?.id !== stay.lessonId && !lesson?.isRemoved;
  return isNew && now - stay.at <= backInMs ? { kind: 'entering', attempt: 0 } : stay;
}

type Out = Extract<Stay, { kind: 'cast-out' | 'removed' }>;

function outWithRoom(stay: Out, room: RoomView): Stay {
  const { lesson } = room;
  // Another lesson: what happened in the last one is over.
  if (lesson?.id !== stay.lessonId) return arriveAnew(room);
  if (lesson.isRemoved) return { ...stay, kind: 'removed' };
  return stay.kind === 'removed' ? arriveAnew(room) : stay;
}

function refusedWithRoom(stay: Stay, room: RoomView): Stay {
  const isClosed = room.lesson?.isClosedToNewcomers === true;
  const wasClosed =
    stay.kind === 'refused' &&
    (stay.code === 'closed' || stay.code === 'lesson-closed-to-newcomers');
  return wasClosed && !isClosed ? arriveAnew(room) : stay;
}

const arriveAnew = (room: RoomView): Stay =>
  mustWait(room) ? { kind: 'waiting' } : { kind: 'outside' };
