import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Auth, Actor } from '../http/auth.ts';
import { ids } from '../contract/testing/ids.ts';
import {
  type LessonFacts,
  mayHavePass,
  mayOrganize,
  mayStartLesson,
  maySeeRoom,
  type RoomFacts,
} from './policy.ts';

const people = ['ada', 'bo', 'finn'].map(ids.person);

const actors = fc.record<Actor>({
  personId: fc.constantFrom(...people),
  name: fc.constant('Somebody'),
  role: fc.constantFrom('teacher', 'student', null),
  isAdmin: fc.boolean(),
  classes: fc.subarray(['7a', '7b']),
  sessionRef: fc.constant(ids.session('ref')),
  authTime: fc.option(fc.nat(100_000)),
  isShared: fc.boolean(),
  lingering: fc.option(
    fc.record({
      slug: fc.constantFrom(ids.slug('maths'), ids.slug('art')),
      lastPassUsed: fc.boolean(),
    }),
  ),
});
const auths: fc.Arbitrary<Auth> = fc.oneof(
  fc.constant<Auth>({ kind: 'nobody' }),
  fc.constant<Auth>({ kind: 'expired' }),
  actors.map((actor): Auth => ({ kind: 'person', actor })),
);
const rooms: fc.Arbitrary<RoomFacts> = fc.record({
  slug: fc.constantFrom(ids.slug('maths'), ids.slug('art')),
  organizerIds: fc.subarray(people),
  classes: fc.subarray(['7a', '7b']),
  isClosedToVisitors: fc.boolean(),
  isArchived: fc.boolean(),
});
const lessons: fc.Arbitrary<LessonFacts> = fc.record({
  id: fc.constant(ids.lesson('lesson')),
  state: fc.constantFrom('opening', 'running', 'ending', 'ended' as const),
  isTold: fc.boolean(),
  isClosedToNewcomers: fc.boolean(),
  wasIn: fc.boolean(),
  isRemoved: fc.boolean(),
});
const signIns = fc.record({
  now: fc.constant(100_000),
  maxAge: fc.nat(100_000),
  hasStepUp: fc.boolean(),
});

describe('whoever asks', () => {
  it('gets an owner pass only as a teacher who organizes the room, into an open lesson', () => {
    fc.assert(
      fc.property(auths, rooms, fc.option(lessons, { nil: null }), (auth, room, lesson) => {
        const decision = mayHavePass(auth, room, lesson);
        if (!decision.allowed || decision.affiliation !== 'owner') return;
        expect(decision.actor.role).toBe('teacher');
        expect(room.organizerIds).toContain(decision.actor.personId);
        expect(lesson).toMatchObject({ isTold: true });
        expect(lesson?.state).not.toBe('ended');
      }),
    );
  });

  it('as a member gets a pass only into a running lesson, or back in its grace time', () => {
    fc.assert(
      fc.property(auths, rooms, fc.option(lessons, { nil: null }), (auth, room, lesson) => {
        const decision = mayHavePass(auth, room, lesson);
        if (!decision.allowed || decision.affiliation !== 'member') return;
        expect(lesson?.isRemoved).toBe(false);
        expect(lesson?.state === 'running' || (lesson?.state === 'ending' && lesson.wasIn)).toBe(
          true,
        );
      }),
    );
  });

  it('without a role, or with a session that has expired, organizes nothing', () => {
    fc.assert(
      fc.property(auths, rooms, (auth, room) => {
        const decision = mayOrganize(auth, room);
        if (!decision.allowed) return;
        expect(decision.actor).toMatchObject({ role: 'teacher', lingering: null });
      }),
    );
  });

  it('as a student sees a room only by a class, and never an archived one', () => {
    fc.assert(
      fc.property(actors, rooms, (actor, room) => {
        const decision = maySeeRoom({ kind: 'person', actor }, room);
        if (!decision.allowed || actor.role !== 'student') return;
        expect(room.isArchived).toBe(false);
        expect(room.classes.some((classId) => actor.classes.includes(classId))).toBe(true);
      }),
    );
  });

  it('as a student is told of a room that is not theirs what is told of none', () => {
    fc.assert(
      fc.property(actors, rooms, (actor, room) => {
        const auth: Auth = {
          kind: 'person',
          actor: { ...actor, role: 'student', lingering: null },
        };
        const there = maySeeRoom(auth, room);
        if (!there.allowed) expect(there).toEqual(maySeeRoom(auth, null));
      }),
    );
  });

  it('with an expired session reaches one room at most', () => {
    fc.assert(
      fc.property(actors, rooms, (actor, room) => {
        const decision = maySeeRoom({ kind: 'person', actor }, room);
        if (decision.allowed && actor.lingering) expect(actor.lingering.slug).toBe(room.slug);
      }),
    );
  });

  it('starts a lesson only with a sign-in that is recent, or made for it', () => {
    fc.assert(
      fc.property(auths, rooms, signIns, (auth, room, signIn) => {
        const decision = mayStartLesson(auth, room, signIn);
        if (!decision.allowed || signIn.hasStepUp) return;
        const { authTime, isShared } = decision.actor;
        expect(isShared || authTime === null || signIn.maxAge === 0).toBe(false);
        expect(signIn.now - (authTime ?? 0)).toBeLessThanOrEqual(signIn.maxAge);
      }),
    );
  });
});
