/** Lessons whatever happens in whatever order: presses, reports, replays, time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import type { LessonCommand } from './commands.ts';
import { lessonPersonOf, type WholeLesson } from './lesson.ts';
import { opening } from './lifecycle.ts';
import type { Occupant } from './meeting-adapter.ts';
import { extension, type LessonEvent, maxTotalDuration, reduce } from './reduce.ts';

const limits = { opening: 300_000, grace: 120_000, maxDuration: 4 * 3_600_000 };

const opened: WholeLesson = {
  id: ids.lesson('lesson'),
  roomId: ids.room('room'),
  slug: ids.slug('maths'),
  openedAt: 0,
  toldAt: 1,
  endedAt: null,
  endReason: null,
  isClosedToNewcomers: false,
  seats: new Map(),
  people: new Map(),
  ...opening(0, limits),
};

const occupant = (occupantId: string, personId: string, isOwner: boolean): Occupant => ({
  occupantId,
  personId: ids.person(personId),
  passId: ids.pass(`pass of ${personId}`),
  affiliation: isOwner ? 'owner' : 'member',
  isPromoted: false,
  breakoutId: null,
});

const ada = (n: number) => occupant(`ada-${n}`, 'ada', true);
const finn = (n: number) => occupant(`finn-${n}`, 'finn', false);

const occupants = fc.oneof(
  fc.integer({ min: 0, max: 2 }).map(ada),
  fc.integer({ min: 0, max: 2 }).map(finn),
);
const members = fc.constantFrom(ids.person('finn'), ids.person('gul'));

const snapshots = fc.record({
  occupants: fc.uniqueArray(occupants, { selector: ({ occupantId }) => occupantId }),
  promoted: fc.uniqueArray(members),
  removed: fc.uniqueArray(members),
});

const presses: fc.Arbitrary<LessonEvent> = fc.oneof(
  fc.constant<LessonEvent>({ kind: 'extend' }),
  members.map((personId): LessonEvent => ({ kind: 'remove', personId: personId })),
  members.map((personId): LessonEvent => ({ kind: 'readmit', personId: personId })),
  fc.boolean().map((isClosed): LessonEvent => ({ kind: 'set-closed', isClosed })),
);

const reports: fc.Arbitrary<LessonEvent> = fc.oneof(
  occupants.map((one): LessonEvent => ({ kind: 'entered', occupant: one })),
  occupants.map(({ occupantId }): LessonEvent => ({ kind: 'left', occupantId })),
  members.map((personId): LessonEvent => ({ kind: 'promoted', personId: personId })),
  members.map((personId): LessonEvent => ({ kind: 'demoted', personId: personId })),
  members.map((personId): LessonEvent => ({ kind: 'removed', personId: personId })),
  snapshots.map((one): LessonEvent => ({
    kind: 'snapshot',
    snapshot: { slug: ids.slug('maths'), lessonId: ids.lesson('lesson'), ...one },
    pending: [],
  })),
  fc.constant<LessonEvent>({ kind: 'snapshot', snapshot: null, pending: [] }),
);

const endings: fc.Arbitrary<LessonEvent> = fc.constantFrom<LessonEvent>(
  { kind: 'end', reason: 'ended-by-organizer' },
  { kind: 'ended', reason: 'organizers-left' },
  { kind: 'tick' },
);

const steps = (events: fc.Arbitrary<LessonEvent>) =>
  fc.array(fc.record({ after: fc.nat(90_000), event: events }), { maxLength: 40 });

const anything = fc.oneof(
  { weight: 4, arbitrary: presses },
  { weight: 8, arbitrary: reports },
  { weight: 1, arbitrary: endings },
);

const isOwnerIn = ({ seats }: WholeLesson) =>
  [...seats.values()].some(({ affiliation }) => affiliation === 'owner');

type Step = { after: number; event: LessonEvent };

/** Runs the steps, and looks at the lesson after each of them. */
function run(
  all: readonly Step[],
  check: (now: WholeLesson, before: WholeLesson, step: Step) => void,
) {
  let lesson = opened;
  let now = 0;
  for (const step of all) {
    now += step.after;
    const before = lesson;
    lesson = reduce(lesson, step.event, { now, limits }).lesson;
    check(lesson, before, step);
  }
  return lesson;
}

describe('whatever happens, in whatever order', () => {
  it('a lesson runs exactly while an organizer is in, and an ended one stays ended', () => {
    fc.assert(
      fc.property(steps(anything), (all) => {
        run(all, (lesson, before) => {
          if (before.state === 'ended') expect(lesson).toBe(before);
          if (lesson.state === 'ended') expect(lesson.seats.size).toBe(0);
          else expect(lesson.state === 'running').toBe(isOwnerIn(lesson));
          expect(lesson.deadlineAt === null).toBe(['running', 'ended'].includes(lesson.state));
        });
      }),
    );
  });

  it('no hour that was pressed is lost, and none is given that was not', () => {
    fc.assert(
      fc.property(steps(fc.oneof(presses, reports)), (all) => {
        const pressed = all.filter(({ event }) => event.kind === 'extend').length;
        const lesson = run(all, () => {});
        const hours = limits.maxDuration + pressed * extension;
        expect(lesson.maxEndsAt).toBe(Math.min(hours, maxTotalDuration));
      }),
    );
  });

  it('nobody is promoted who was removed, and the removed are known by their void passes', () => {
    fc.assert(
      fc.property(steps(anything), (all) => {
        run(all, (lesson, before, { event }) => {
          for (const [personId, { isPromoted, isRemoved }] of lesson.people) {
            expect(isPromoted && isRemoved).toBe(false);
            if (!isRemoved || lessonPersonOf(before, personId).isRemoved) continue;
            const { voids } = reduce(before, event, { now: 0, limits });
            expect(voids).toContain(personId);
          }
        });
      }),
    );
  });

  it('an event that comes twice changes nothing the second time, and commands nothing', () => {
    fc.assert(
      fc.property(steps(anything), anything, (all, event) => {
        if (event.kind === 'extend') return;
        const lesson = run(all, () => {});
        const now = 10_000_000;
        const once = reduce(lesson, event, { now, limits });
        const twice = reduce(once.lesson, event, { now, limits });
        expect(twice.lesson).toEqual(once.lesson);
        // Whoever is reported in after the end shows that it has not been heard of.
        if (event.kind !== 'entered') expect(twice.commands).toEqual([]);
      }),
    );
  });

  it('a snapshot is the truth, whatever was thought before', () => {
    fc.assert(
      fc.property(steps(fc.oneof(presses, reports)), snapshots, (all, told) => {
        const lesson = run(all, () => {});
        const snapshot = { slug: ids.slug('maths'), lessonId: ids.lesson('lesson'), ...told };
        const event = { kind: 'snapshot', snapshot, pending: [] } as const;
        const after = reduce(lesson, event, { now: 0, limits }).lesson;
        expect([...after.seats.keys()]).toEqual(told.occupants.map((one) => one.occupantId));
        for (const [personId, { isPromoted, isRemoved }] of after.people) {
          expect(isRemoved).toBe(told.removed.includes(personId));
          expect(isPromoted).toBe(told.promoted.includes(personId) && !isRemoved);
        }
      }),
    );
  });

  it('a snapshot does not undo what was pressed and is still under way', () => {
    const snapshot = {
      slug: ids.slug('maths'),
      lessonId: ids.lesson('lesson'),
      occupants: [],
      promoted: [ids.person('finn')],
      removed: [ids.person('gul')],
    };
    const of = { slug: ids.slug('maths'), lessonId: ids.lesson('lesson') };
    const pending = [
      { kind: 'remove', ...of, personId: ids.person('finn') },
      { kind: 'readmit', ...of, personId: ids.person('gul') },
    ] as const;
    const { lesson, voids } = reduce(
      opened,
      { kind: 'snapshot', snapshot, pending },
      { now: 0, limits },
    );
    expect(lessonPersonOf(lesson, ids.person('finn'))).toMatchObject({
      isPromoted: false,
      isRemoved: true,
    });
    expect(lessonPersonOf(lesson, ids.person('gul'))).toMatchObject({ isRemoved: false });
    expect(voids).toEqual(['finn']);
  });
});

/** Every way in which two sequences can come together, each in its own order. */
function interleavings<T>(one: readonly T[], other: readonly T[]): T[][] {
  const [first, ...rest] = one;
  const [second, ...others] = other;
  if (first === undefined) return [[...other]];
  if (second === undefined) return [[...one]];
  return [
    ...interleavings(rest, other).map((tail) => [first, ...tail]),
    ...interleavings(one, others).map((tail) => [second, ...tail]),
  ];
}

describe('Extend and presence', () => {
  it('come to the same in every interleaving', () => {
    const presence: LessonEvent[] = [
      { kind: 'entered', occupant: ada(0) },
      { kind: 'left', occupantId: 'ada-0' },
      { kind: 'entered', occupant: ada(1) },
      { kind: 'entered', occupant: finn(0) },
    ];
    const pressed: LessonEvent[] = [{ kind: 'extend' }, { kind: 'extend' }, { kind: 'extend' }];
    const ends = interleavings(presence, pressed).map((events) =>
      run(
        events.map((event) => ({ after: 0, event })),
        () => {},
      ),
    );
    expect(ends).toHaveLength(35);
    for (const lesson of ends) expect(lesson).toEqual(ends[0]);
    expect(ends[0]).toMatchObject({
      state: 'running',
      maxEndsAt: limits.maxDuration + 3 * extension,
    });
  });
});

describe('a lesson that ended', () => {
  it('is ended there too when somebody is still reported in', () => {
    const ended = reduce(opened, { kind: 'ended', reason: 'organizers-left' }, { now: 1, limits });
    expect(ended).toMatchObject({ commands: [], voids: 'all' });
    const entered = { kind: 'entered', occupant: ada(0) } as const;
    const { lesson, commands } = reduce(ended.lesson, entered, { now: 2, limits });
    expect(lesson).toBe(ended.lesson);
    expect(commands).toMatchObject([{ kind: 'end', reason: 'meeting-lost' }]);
  });

  it('was opened in vain when the meeting side has not taken it, and only then', () => {
    const untold = { ...opened, toldAt: null };
    const notTold = { kind: 'not-told' } as const;
    expect(reduce(untold, notTold, { now: 1, limits }).lesson).toMatchObject({
      state: 'ended',
      endReason: 'meeting-lost',
    });
    expect(reduce(opened, notTold, { now: 1, limits }).lesson).toBe(opened);
  });
});

describe('each event', () => {
  const of = { slug: ids.slug('maths'), lessonId: ids.lesson('lesson') };
  const rules = { graceSeconds: 60, allowsPromotion: false, usesLobby: true };
  const reduced = (lesson: WholeLesson, event: LessonEvent, now = 5_000) =>
    reduce(lesson, event, { now, limits });
  const after = (...events: readonly LessonEvent[]) =>
    events.reduce((lesson, event) => reduced(lesson, event).lesson, opened);

  const removed = after({ kind: 'remove', personId: ids.person('finn') });
  const closed = after({ kind: 'set-closed', isClosed: true });

  it.each<[string, WholeLesson, LessonEvent, object]>([
    [
      'remove',
      opened,
      { kind: 'remove', personId: ids.person('finn') },
      { commands: [{ kind: 'remove', ...of, personId: ids.person('finn') }], voids: ['finn'] },
    ],
    [
      'remove, again',
      removed,
      { kind: 'remove', personId: ids.person('finn') },
      { commands: [], voids: [] },
    ],
    [
      'readmit',
      removed,
      { kind: 'readmit', personId: ids.person('finn') },
      { commands: [{ kind: 'readmit', ...of, personId: ids.person('finn') }], voids: [] },
    ],
    [
      'readmit of nobody removed',
      removed,
      { kind: 'readmit', personId: ids.person('gul') },
      { commands: [], voids: [] },
    ],
    [
      'close to newcomers',
      opened,
      { kind: 'set-closed', isClosed: true },
      { commands: [{ kind: 'newcomers', ...of, isClosed: true }], voids: [] },
    ],
    [
      'open to newcomers',
      closed,
      { kind: 'set-closed', isClosed: false },
      { commands: [{ kind: 'newcomers', ...of, isClosed: false }], voids: [] },
    ],
    ['close, again', closed, { kind: 'set-closed', isClosed: true }, { commands: [], voids: [] }],
    [
      'configure',
      opened,
      { kind: 'configure', rules },
      { commands: [{ kind: 'configure', ...of, ...rules }], voids: [] },
    ],
    [
      'revoke',
      opened,
      { kind: 'revoke', personId: ids.person('finn'), passIds: [ids.pass('one'), ids.pass('two')] },
      {
        commands: [
          {
            kind: 'revoke',
            ...of,
            personId: ids.person('finn'),
            passIds: [ids.pass('one'), ids.pass('two')],
          },
        ],
        voids: [],
      },
    ],
    [
      'revoke of no pass',
      opened,
      { kind: 'revoke', personId: ids.person('finn'), passIds: [] },
      { commands: [], voids: [] },
    ],
    [
      'end',
      opened,
      { kind: 'end', reason: 'ended-by-organizer' },
      { commands: [{ kind: 'end', ...of, reason: 'ended-by-organizer' }], voids: 'all' },
    ],
    [
      'removed there',
      opened,
      { kind: 'removed', personId: ids.person('finn') },
      { commands: [], voids: ['finn'] },
    ],
    ['extend', opened, { kind: 'extend' }, { commands: [], voids: [] }],
    ['entered', opened, { kind: 'entered', occupant: ada(0) }, { commands: [], voids: [] }],
    ['tick, before anything is due', opened, { kind: 'tick' }, { commands: [], voids: [] }],
  ])('%s commands exactly this', (_, lesson, event, expected) => {
    expect(reduced(lesson, event)).toMatchObject(expected);
  });

  it.each<[string, WholeLesson, LessonEvent]>([
    ['told', opened, { kind: 'told' }],
    ['left, of somebody who is not in', opened, { kind: 'left', occupantId: 'finn-0' }],
    [
      'demoted, of somebody who is not promoted',
      opened,
      { kind: 'demoted', personId: ids.person('finn') },
    ],
    [
      'promoted, of somebody who is removed',
      removed,
      { kind: 'promoted', personId: ids.person('finn') },
    ],
    ['set-closed, as it is', closed, { kind: 'set-closed', isClosed: true }],
    [
      'revoke',
      opened,
      { kind: 'revoke', personId: ids.person('finn'), passIds: [ids.pass('one')] },
    ],
  ])('%s that changes nothing leaves the very same lesson', (_, lesson, event) => {
    expect(reduced(lesson, event).lesson).toBe(lesson);
  });

  it('told for the first time says when the meeting side has taken the opening', () => {
    expect(reduced({ ...opened, toldAt: null }, { kind: 'told' }).lesson.toldAt).toBe(5_000);
  });

  it('end leaves nobody in, and says when and why', () => {
    const running = after({ kind: 'entered', occupant: ada(0) });
    const { lesson } = reduced(running, { kind: 'end', reason: 'ended-by-organizer' });
    expect(lesson).toMatchObject({
      state: 'ended',
      endedAt: 5_000,
      endReason: 'ended-by-organizer',
      deadlineAt: null,
      seats: new Map(),
    });
  });

  it('tick ends what is due, and tells the meeting side why', () => {
    const due = reduced(opened, { kind: 'tick' }, limits.opening);
    expect(due.lesson.state).toBe('ended');
    expect(due.commands).toEqual([{ kind: 'end', ...of, reason: 'nobody-came' }]);
  });

  it('entered says who sits where and since when, and that does not begin anew', () => {
    const once = reduced(opened, { kind: 'entered', occupant: finn(0) }, 1_000).lesson;
    const moved = { ...finn(0), breakoutId: 'group' };
    const twice = reduced(once, { kind: 'entered', occupant: moved }, 2_000).lesson;
    expect([...twice.seats.values()]).toEqual([
      {
        occupantId: 'finn-0',
        personId: ids.person('finn'),
        passId: ids.pass('pass of finn'),
        affiliation: 'member',
        breakoutId: 'group',
        enteredAt: 1_000,
      },
    ]);
    expect(lessonPersonOf(twice, ids.person('finn'))).toEqual({
      wasIn: true,
      isPromoted: false,
      isRemoved: false,
    });
  });

  it('promoted is said of who is promoted, and of nobody else', () => {
    const lesson = after({ kind: 'promoted', personId: ids.person('finn') });
    expect(lessonPersonOf(lesson, ids.person('finn')).isPromoted).toBe(true);
    expect(lessonPersonOf(lesson, ids.person('gul')).isPromoted).toBe(false);
  });

  it('snapshot takes nobody for removed whose passes alone are void', () => {
    const snapshot = { ...of, occupants: [], promoted: [], removed: [] };
    const pending: LessonCommand[] = [
      { kind: 'revoke', ...of, personId: ids.person('finn'), passIds: [ids.pass('one')] },
    ];
    const { lesson, voids } = reduced(opened, { kind: 'snapshot', snapshot, pending });
    expect(lessonPersonOf(lesson, ids.person('finn')).isRemoved).toBe(false);
    expect(voids).toEqual([]);
  });

  it('entered as promoted is promoted, but for who was removed meanwhile', () => {
    const occupant = { ...finn(0), isPromoted: true };
    const promoted = after({ kind: 'entered', occupant });
    expect(lessonPersonOf(promoted, ids.person('finn')).isPromoted).toBe(true);
    const both = after(
      { kind: 'remove', personId: ids.person('finn') },
      { kind: 'entered', occupant },
    );
    expect(lessonPersonOf(both, ids.person('finn'))).toMatchObject({
      isPromoted: false,
      isRemoved: true,
    });
    const demoted = reduced(promoted, { kind: 'demoted', personId: ids.person('finn') }).lesson;
    expect(lessonPersonOf(demoted, ids.person('finn'))).toMatchObject({
      isPromoted: false,
      wasIn: true,
    });
  });

  it('snapshot of a lesson that the meeting side does not know empties it, and keeps its people', () => {
    const running = after(
      { kind: 'entered', occupant: ada(0) },
      { kind: 'remove', personId: ids.person('finn') },
    );
    const { lesson, voids } = reduced(running, { kind: 'snapshot', snapshot: null, pending: [] });
    expect(lesson).toMatchObject({ state: 'ending', seats: new Map(), people: running.people });
    expect(voids).toEqual([]);
  });

  it('snapshot remembers who was in before, and who is for the first time', () => {
    const running = after({ kind: 'entered', occupant: finn(0) });
    const snapshot = { ...of, occupants: [ada(0)], promoted: [], removed: [ids.person('gul')] };
    const { lesson } = reduced(running, { kind: 'snapshot', snapshot, pending: [] });
    const wasIn = (personId: string) => lessonPersonOf(lesson, ids.person(personId)).wasIn;
    expect([wasIn('finn'), wasIn('ada'), wasIn('gul')]).toEqual([true, true, false]);
  });

  it('extend stops at twelve hours in all', () => {
    const eight = Array.from({ length: 8 }, (): LessonEvent => ({ kind: 'extend' }));
    const maxDuration = after(...eight);
    expect(maxDuration.maxEndsAt).toBe(maxTotalDuration);
    expect(reduced(maxDuration, { kind: 'extend' }).lesson).toBe(maxDuration);
  });
});
