import { describe, expect, it } from 'vitest';
import type { Pass } from '../../server/contract/pass.ts';
import type { LessonView, RoomView } from '../../server/contract/room.ts';
import { ids } from '../../server/contract/testing/ids.ts';
import type { FrameEnding } from './frame-state.ts';
import { backInMs, nextStay, type Stay } from './stay.ts';

const lesson = (state: LessonView['state'], about: Partial<LessonView> = {}): LessonView => ({
  id: ids.lesson('lesson-1'),
  state,
  openedAt: 0,
  runningSince: 0,
  endsAt: 0,
  endedAt: null,
  isClosedToNewcomers: false,
  isRemoved: false,
  wasIn: false,
  ...about,
});

const room = (now: LessonView | null, about: Partial<RoomView> = {}): RoomView => ({
  slug: ids.slug('maths-7a'),
  name: 'Maths',
  affiliation: 'member',
  isVisit: false,
  organizers: [],
  classes: [],
  lesson: now,
  lastUsedAt: null,
  colour: 'green',
  picture: null,
  ...about,
});

const owner = { affiliation: 'owner' } as const;

const sees = (
  stay: Stay,
  seen: RoomView,
  about: { now?: number; wasInside?: string; isPressed?: boolean } = {},
) =>
  nextStay(stay, {
    kind: 'room',
    room: seen,
    now: about.now ?? 0,
    wasInside: about.wasInside ?? null,
    isPressed: about.isPressed ?? false,
  });

const pass: Pass = {
  pass: 'signed',
  slug: ids.slug('maths-7a'),
  lessonId: ids.lesson('lesson-1'),
  personId: ids.person('finn'),
  affiliation: 'member',
  expiresAt: 0,
};
const arriving: Stay = { kind: 'arriving' };
const inside: Stay = { kind: 'inside', pass, attempt: 0 };
const entering = { kind: 'entering', attempt: 0 };
const over: Stay = { kind: 'over', lessonId: 'lesson-1', at: 0 };
const removed: Stay = { kind: 'removed', lessonId: 'lesson-1' };

const frameEnds = (stay: Stay, ending: FrameEnding) =>
  nextStay(stay, { kind: 'frame-ended', ending, now: 7 });

describe('arriving', () => {
  it.each<[string, RoomView, object]>([
    ['a member waits where no lesson is', room(null), { kind: 'waiting' }],
    ['a member waits while the organizer comes', room(lesson('opening')), { kind: 'waiting' }],
    ['a member waits in the grace time', room(lesson('ending')), { kind: 'waiting' }],
    ['a latecomer presses once', room(lesson('running')), { kind: 'outside' }],
    ['an organizer may start', room(null, owner), { kind: 'outside' }],
    ['an organizer who has just started goes in', room(lesson('opening'), owner), entering],
    ['a co-organizer presses once', room(lesson('running'), owner), { kind: 'outside' }],
    [
      'who was removed stays out',
      room(lesson('running', { isRemoved: true })),
      { kind: 'outside' },
    ],
  ])('%s', (_sentence, seen, expected) => {
    expect(sees(arriving, seen)).toEqual(expected);
  });

  it.each<[string, RoomView, object]>([
    ['a member goes in', room(lesson('running')), entering],
    ['an organizer goes in', room(lesson('running'), owner), entering],
    ['an organizer comes back in the grace time', room(lesson('ending'), owner), entering],
    ['a member still waits in the grace time', room(lesson('ending')), { kind: 'waiting' }],
    ['a member still waits where no lesson is', room(null), { kind: 'waiting' }],
    [
      'who was removed stays out',
      room(lesson('running', { isRemoved: true })),
      { kind: 'outside' },
    ],
    ['an organizer starts nothing by it', room(null, owner), { kind: 'outside' }],
  ])('by a press on the card: %s', (_sentence, seen, expected) => {
    expect(sees(arriving, seen, { isPressed: true })).toEqual(expected);
  });

  it('after a reload goes back in, into the same lesson only', () => {
    const running = room(lesson('running'));
    expect(sees(arriving, running, { wasInside: 'lesson-1' })).toEqual(entering);
    expect(sees(arriving, running, { wasInside: 'lesson-0' })).toEqual({ kind: 'outside' });
  });
  it('after a reload does not go back in when removed', () => {
    const out = room(lesson('running', { isRemoved: true }));
    expect(sees(arriving, out, { wasInside: 'lesson-1' })).toEqual({ kind: 'outside' });
  });
});

describe('waiting', () => {
  it('goes in by itself when an organizer is in, and not before', () => {
    const waiting: Stay = { kind: 'waiting' };
    expect(sees(waiting, room(lesson('opening')))).toBe(waiting);
    expect(sees(waiting, room(lesson('running')))).toEqual(entering);
  });
  it('ends when one is removed', () => {
    const out = room(lesson('running', { isRemoved: true }));
    expect(sees({ kind: 'waiting' }, out)).toEqual({ kind: 'outside' });
  });
});

describe('inside', () => {
  it('begins with the pass', () => {
    expect(nextStay({ kind: 'entering', attempt: 2 }, { kind: 'pass', pass })).toEqual({
      kind: 'inside',
      pass,
      attempt: 2,
    });
  });
  it.each<[FrameEnding, object]>([
    [{ kind: 'left' }, { kind: 'left' }],
    [{ kind: 'ended' }, { kind: 'over', lessonId: 'lesson-1', at: 7 }],
    [{ kind: 'cast-out' }, { kind: 'cast-out', lessonId: 'lesson-1' }],
    [{ kind: 'removed' }, removed],
    [
      { kind: 'refused', code: 'full' },
      { kind: 'refused', code: 'full' },
    ],
    [{ kind: 'no-frame' }, { kind: 'no-frame', attempt: 1 }],
    [{ kind: 'lost' }, { kind: 'entering', attempt: 1 }],
    [{ kind: 'pass-refused' }, { kind: 'entering', attempt: 1 }],
  ])('ends as the frame does: %o', (ending, expected) => {
    expect(frameEnds(inside, ending)).toEqual(expected);
  });
  it('is built anew with a fresh pass when the old one runs out', () => {
    expect(nextStay(inside, { kind: 'renew' })).toEqual(entering);
  });
  it('is given up after six attempts, counted anew once the meeting was there', () => {
    const tired: Stay = { kind: 'inside', pass, attempt: 5 };
    expect(frameEnds(tired, { kind: 'lost' })).toEqual({ kind: 'lost', attempt: 6 });
    const settled = nextStay(tired, { kind: 'settled' });
    expect(frameEnds(settled, { kind: 'lost' })).toEqual({ kind: 'entering', attempt: 1 });
  });
  it('ends by the server’s word where the frame is frozen', () => {
    const ended = room(lesson('ended'));
    expect(sees(inside, ended, { now: 9 })).toEqual({ kind: 'over', lessonId: 'lesson-1', at: 9 });
    expect(sees(inside, room(lesson('running', { isRemoved: true })))).toEqual(removed);
  });
  it('goes on in the grace time', () => {
    expect(sees(inside, room(lesson('ending')))).toBe(inside);
  });
  it('comes with another pass when the right in the room was changed', () => {
    expect(sees(inside, room(lesson('running'), owner))).toEqual(entering);
  });
});

describe('after the lesson', () => {
  const next = room(lesson('running', { id: ids.lesson('lesson-2') }));
  it('goes back in by itself when it is started again within 15 minutes', () => {
    expect(sees(over, next, { now: backInMs })).toEqual(entering);
    expect(sees(over, next, { now: backInMs + 1 })).toBe(over);
  });
  it('does not go back into the one that ended, nor before an organizer is in', () => {
    expect(sees(over, room(lesson('running')))).toBe(over);
    expect(sees(over, room(lesson('opening', { id: ids.lesson('lesson-2') })))).toBe(over);
  });
});

describe('removed or replaced', () => {
  const castOut: Stay = { kind: 'cast-out', lessonId: 'lesson-1' };
  it('never goes back in by itself', () => {
    for (const stay of [castOut, removed]) {
      expect(nextStay(stay, { kind: 'renew' })).toBe(stay);
      expect(frameEnds(stay, { kind: 'lost' })).toBe(stay);
    }
    expect(sees(castOut, room(lesson('running')))).toBe(castOut);
  });
  it('is told apart by the server', () => {
    const out = room(lesson('running', { isRemoved: true }));
    expect(sees(castOut, out)).toEqual(removed);
  });
  it('leads back to the door once readmitted', () => {
    expect(sees(removed, room(lesson('running')))).toEqual({ kind: 'outside' });
  });
  it('is over with the lesson', () => {
    expect(sees(removed, room(lesson('opening', { id: ids.lesson('lesson-2') })))).toEqual({
      kind: 'waiting',
    });
  });
});

describe('a pass that is not given', () => {
  const asking: Stay = { kind: 'entering', attempt: 0 };
  it('says why', () => {
    const code = 'removed-from-lesson';
    expect(nextStay(asking, { kind: 'pass-refused', code })).toEqual({ kind: 'refused', code });
  });
  const gone = { kind: 'pass-refused', code: 'lesson-not-running' } as const;
  it('since the last organizer has just gone, is waited for, and comes by itself', () => {
    const waiting = nextStay(asking, gone);
    expect(waiting).toEqual({ kind: 'waiting', attempt: 1 });
    expect(sees(waiting, room(lesson('ending')))).toBe(waiting);
    expect(sees(waiting, room(lesson('running')))).toEqual({ kind: 'entering', attempt: 1 });
  });
  it('again and again, for a lesson that this page takes for running, needs a press', () => {
    expect(nextStay({ kind: 'entering', attempt: 5 }, gone)).toEqual({ kind: 'outside' });
  });
  it('since the lesson is over, leads an organizer to the start of the next', () => {
    expect(sees(nextStay(asking, gone), room(null, owner))).toEqual({ kind: 'outside' });
  });
  it('by a server that does not answer is asked for again', () => {
    expect(nextStay(asking, { kind: 'unreachable' })).toEqual({ kind: 'entering', attempt: 1 });
  });
  it('since newcomers are shut out, is asked for when they are not any more', () => {
    const shut: Stay = { kind: 'refused', code: 'lesson-closed-to-newcomers' };
    expect(sees(shut, room(lesson('running', { isClosedToNewcomers: true })))).toBe(shut);
    expect(sees(shut, room(lesson('running')))).toEqual({ kind: 'outside' });
  });
});

describe('who has left', () => {
  const left: Stay = { kind: 'left' };
  it('stays out while there is something to go back to', () => {
    expect(sees(left, room(lesson('running')))).toBe(left);
    expect(sees(left, room(lesson('ending')))).toBe(left);
  });
  it('waits for the next lesson once this one has ended, and is not led to a door that is shut', () => {
    expect(sees(left, room(lesson('ended')))).toEqual({ kind: 'waiting' });
    expect(sees(left, room(lesson('ended'), owner))).toEqual({ kind: 'outside' });
  });
});

describe('a frame that does not come', () => {
  it('is tried again without a press', () => {
    const stay = frameEnds(inside, { kind: 'no-frame' });
    expect(nextStay(stay, { kind: 'try-again' })).toEqual({ kind: 'entering', attempt: 1 });
  });
  it('so is a connection that was given up', () => {
    const lost: Stay = { kind: 'lost', attempt: 6 };
    expect(nextStay(lost, { kind: 'try-again' })).toEqual({ kind: 'entering', attempt: 6 });
  });
  it('is not tried by who has left meanwhile', () => {
    const left: Stay = { kind: 'left' };
    expect(nextStay(left, { kind: 'try-again' })).toBe(left);
  });
});
