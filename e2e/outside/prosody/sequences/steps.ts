/** What may happen in a lesson, in any order: presses at Homeroom, comings, goings and deeds inside. */
import fc from 'fast-check';
import { ids } from '../../../../server/contract/testing/ids.ts';
import type { LessonEvent } from '../../../../server/lessons/reduce.ts';

export const organizers = ['ada', 'cleo'] as const;
export const members = ['ben', 'gul'] as const;
const everybody = [...organizers, ...members];
export type Name = (typeof everybody)[number];

/** Comes at the end, to see who is there. */
export const witness = 'witness';

export const isOrganizer = (name: string): boolean =>
  name === witness || organizers.some((one) => one === name);

export type Press =
  | Extract<LessonEvent, { kind: 'extend' | 'set-closed' | 'end' | 'remove' | 'readmit' }>
  | { kind: 'allow-promotion'; isAllowed: boolean };

export type Step =
  | { kind: 'come'; who: Name; device: number }
  /** By a proper goodbye, or as a network goes. */
  | { kind: 'go'; who: Name; device: number; isCut: boolean }
  | { kind: 'promote' | 'demote' | 'kick'; by: Name; whom: Name }
  | { kind: 'end-for-all'; by: Name }
  /** The pass of this device. */
  | { kind: 'revoke'; who: Name; device: number }
  | { kind: 'press'; press: Press }
  | { kind: 'homeroom-restarts' };

/** Steps that are taken at the same time. */
export type Burst = readonly Step[];

/** How a lesson comes to its end: not at all, by nobody's coming back, or by an organizer. */
export type Finale = 'stay' | 'leave-alone' | 'end-for-all' | 'end';

export type Plan = {
  /** The grace time is over within the run, or never. */
  isGraceShort: boolean;
  bursts: readonly Burst[];
  /** `kill -9`, and a start, before this burst. */
  prosodyRestartsBefore: number | null;
  finale: Finale;
};

const weighted = <T>(...all: readonly [number, fc.Arbitrary<T>][]): fc.Arbitrary<T> =>
  fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const name = fc.constantFrom(...everybody);
/** One of them is in the middle of most of it, so that one thing meets another. */
const member = fc.constantFrom<(typeof members)[number]>('ben', 'ben', 'gul');
const memberId = member.map(ids.person);
const actor = weighted<Name>(
  [5, fc.constant('ada')],
  [1, fc.constant('cleo')],
  [2, fc.constant('ben')],
  [1, fc.constant('gul')],
);
/** At times an organizer, who may not be touched. */
const target = weighted<Name>([5, member], [1, name]);
const device = fc.nat(1);

const come = fc.record({ kind: fc.constant('come'), who: name, device });
const go = fc.record({ kind: fc.constant('go'), who: name, device, isCut: fc.boolean() });
const deed = fc
  .record({
    kind: fc.constantFrom('promote', 'promote', 'promote', 'demote', 'kick'),
    by: actor,
    whom: target,
  })
  .filter(({ by, whom }) => by !== whom);
const revoke = fc.record({ kind: fc.constant('revoke'), who: name, device });
/** Nobody's but an organizer's, who does it in the finale. */
const endForAll = fc.record({ kind: fc.constant('end-for-all'), by: member });

/** Mostly, since nobody is promoted otherwise. */
const isAllowed = fc.constantFrom(true, true, false);

const press = weighted<Press>(
  [2, fc.constant({ kind: 'extend' })],
  [3, fc.record({ kind: fc.constant('remove'), personId: memberId })],
  [4, fc.record({ kind: fc.constant('readmit'), personId: memberId })],
  [2, fc.record({ kind: fc.constant('set-closed'), isClosed: fc.boolean() })],
  [2, fc.record({ kind: fc.constant('allow-promotion'), isAllowed })],
);

const step = weighted<Step>(
  [6, come],
  [3, go],
  [12, deed],
  [1, endForAll],
  [1, revoke],
  [8, press.map((pressed): Step => ({ kind: 'press', press: pressed }))],
  [1, fc.constant({ kind: 'homeroom-restarts' })],
);

/** Most lessons begin like this; without it little of what follows could happen. */
const usualBeginning: readonly Burst[] = [
  [
    { kind: 'come', who: 'ada', device: 0 },
    { kind: 'come', who: 'ben', device: 0 },
    { kind: 'come', who: 'gul', device: 0 },
  ],
];

export const plans: fc.Arbitrary<Plan> = fc
  .record({
    isGraceShort: fc.boolean(),
    isUsual: weighted([4, fc.constant(true)], [1, fc.constant(false)]),
    bursts: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
      minLength: 8,
      maxLength: 16,
    }),
    prosodyRestartsBefore: fc.option(fc.integer({ min: 1, max: 7 }), { freq: 2 }),
    finale: fc.constantFrom<Finale>('stay', 'stay', 'leave-alone', 'end-for-all', 'end'),
  })
  .map(({ isUsual, bursts, ...plan }) => ({
    ...plan,
    // Over before anybody could be back, on a machine that is busy.
    isGraceShort: plan.isGraceShort && plan.prosodyRestartsBefore === null,
    bursts: isUsual ? [...usualBeginning, ...bursts] : bursts,
  }));

/** What an organizer does at the same time as the last burst. */
export const lastSteps: Record<Finale, Burst> = {
  stay: [],
  'leave-alone': [],
  'end-for-all': [{ kind: 'end-for-all', by: 'ada' }],
  end: [{ kind: 'press', press: { kind: 'end', reason: 'ended-by-organizer' } }],
};
