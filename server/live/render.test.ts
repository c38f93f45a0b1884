/** What is written once for many is what each of them would have been written alone. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RoomColour, RoomPicture } from '../contract/door.ts';
import type { Actor } from '../http/auth.ts';
import { seeLesson } from '../lessons/view.ts';
import { maySeeRoom } from '../rooms/policy.ts';
import { factsOf, type Room } from '../rooms/rooms-store.ts';
import { initialRules } from '../rooms/rooms.ts';
import { seeRoom } from '../rooms/view.ts';
import { ids } from '../contract/testing/ids.ts';
import { createRender } from './streams.ts';

const people = ['ada', 'bo', 'finn', 'gul'].map(ids.person);
const classes = ['7a', '7b', '7a 7b'];

const actors: fc.Arbitrary<Actor> = fc.record({
  personId: fc.constantFrom(...people),
  name: fc.constant('Somebody'),
  role: fc.constantFrom('teacher', 'student'),
  isAdmin: fc.boolean(),
  classes: fc.subarray(classes),
  sessionRef: fc.constant(ids.session('ref')),
  authTime: fc.constant(null),
  isShared: fc.boolean(),
  lingering: fc.constant(null),
});

const rooms: fc.Arbitrary<Room> = fc.record({
  id: fc.constant(ids.room('room')),
  slug: fc.constant(ids.slug('maths')),
  name: fc.constant('Maths'),
  createdAt: fc.nat(),
  isClosedToVisitors: fc.boolean(),
  isArchived: fc.boolean(),
  rules: fc.record({
    chat: fc.boolean(),
    screenSharing: fc.boolean(),
    promotion: fc.boolean(),
    lobby: fc.constant(initialRules.lobby),
  }),
  colour: fc.constantFrom(...RoomColour.options),
  picture: fc.constantFrom(null, ...RoomPicture.options),
  classes: fc.subarray(classes),
  organizers: fc.subarray(people).map((some) => some.map((id) => ({ id, name: id }))),
});

const lessonPeople = fc.record({
  isRemoved: fc.boolean(),
  wasIn: fc.boolean(),
  isPromoted: fc.boolean(),
});

const lessons = fc
  .record({
    state: fc.constantFrom('opening', 'running', 'ending', 'ended' as const),
    isClosedToNewcomers: fc.boolean(),
    lessonPeople: fc.tuple(lessonPeople, lessonPeople, lessonPeople, lessonPeople),
    waiting: fc.subarray(people),
  })
  .map(({ state, isClosedToNewcomers, lessonPeople: all, waiting }) =>
    seeLesson({
      lesson: {
        id: ids.lesson('lesson'),
        roomId: ids.room('room'),
        slug: ids.slug('maths'),
        state,
        openedAt: 0,
        toldAt: 0,
        runningSince: null,
        deadlineAt: null,
        maxEndsAt: 1,
        endedAt: null,
        endReason: null,
        isClosedToNewcomers,
      },
      occupants: [],
      people: people.map((personId, index) => ({
        lessonId: ids.lesson('lesson'),
        personId,
        name: personId,
        ...(all[index] ?? { isRemoved: false, wasIn: false, isPromoted: false }),
      })),
      waiting: waiting.map((id) => ({ id, name: id })),
    }),
  );

it('for any viewers of any room', () => {
  fc.assert(
    fc.property(
      rooms,
      fc.option(lessons, { nil: undefined }),
      fc.array(actors, { maxLength: 12 }),
      fc.nat(),
      (room, lesson, all, waitingCount) => {
        const sight = {
          ...seeRoom(room, { lesson, lastUsedAt: null, waitingCount }),
          facts: factsOf(room),
        };
        const shared = createRender(sight);
        for (const actor of all) {
          const decision = maySeeRoom({ kind: 'person', actor }, sight.facts);
          if (!decision.allowed) continue;
          const alone = createRender(sight);
          expect(shared(actor, decision.relation)).toBe(alone(actor, decision.relation));
        }
      },
    ),
  );
});
