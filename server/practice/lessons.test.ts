/** Presses at Homeroom and comings and goings in the practice meeting, all at the same time. */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { LessonEvent } from '../lessons/reduce.ts';
import { openDatabase } from '../store/database.ts';
import { ids } from '../contract/testing/ids.ts';
import { addRoom, lessonsOn } from '../testing/lessons-on.ts';
import { createDelivery } from './delivery.ts';
import { createMeetings } from './meetings.ts';
import type { Connection } from './meeting.ts';
import { passOf } from '../testing/practice-passes.ts';

const limits = { opening: 300_000, grace: 3_600_000, maxDuration: 4 * 3_600_000 };
const hour = 3_600_000;
const log = { info: () => undefined, warn: () => undefined };

/** A running practice meeting under Homeroom's lessons. */
async function openBoth() {
  const db = await openDatabase(':memory:');
  const delivery = createDelivery(log);
  const meetings = createMeetings({ now: Date.now, report: delivery.push, log });
  const lessons = lessonsOn({
    db,
    limits,
    adapter: {
      deliver: meetings.deliver,
      health: meetings.health,
      listen({ onEvent, openLessons }) {
        delivery.start(onEvent);
        void meetings.fill(openLessons);
      },
      close: async () => meetings.close(),
    },
  });
  lessons.listen();
  await vi.waitFor(() => expect(meetings.health().isHealthy).toBe(true));
  const room = await addRoom(db, 'maths', ['ada', 'ben']);
  const close = async () => {
    await lessons.close();
    meetings.close();
    await delivery.close();
    await db.destroy();
  };
  return { meetings, lessons, room, close };
}

type Step =
  | { kind: 'press'; event: LessonEvent }
  | { kind: 'come' | 'go'; who: 'ada' | 'ben'; device: number };

const presses: fc.Arbitrary<Step> = fc
  .constantFrom<LessonEvent>(
    { kind: 'extend' },
    { kind: 'remove', personId: ids.person('ben') },
    { kind: 'readmit', personId: ids.person('ben') },
  )
  .map((event) => ({ kind: 'press', event }));

const moves: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('come', 'go'),
  who: fc.constantFrom('ada', 'ben'),
  device: fc.nat(1),
});

const isOwner = (who: 'ada' | 'ben') => (who === 'ada' ? 'owner' : 'member');

const steps = fc.array(fc.oneof(presses, moves), { minLength: 4, maxLength: 14 });

it('come to what is true in the meeting, and lose no press', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { meetings, lessons, room, close } = await openBoth();
      await lessons.start(room, 'ada');
      const lesson = await lessons.openIn(room.id);
      const about = { room: room.slug, lesson: lesson?.id ?? '' };
      const pages = new Map<string, () => Promise<void>>();

      function come(name: string, who: 'ada' | 'ben'): Promise<unknown> {
        const connection: Connection = { tell: () => undefined };
        const entered = meetings.enter(connection, passOf(who, isOwner(who), about));
        pages.set(name, async () => (await entered)?.gone(connection));
        return entered;
      }

      const take = async (step: Step): Promise<void> => {
        if (step.kind === 'press') return void (await lessons.press(room.id, step.event));
        const name = `${step.who} ${step.device}`;
        const leave = pages.get(name);
        if (step.kind === 'come' && !leave) await come(name, step.who);
        if (step.kind === 'go' && leave) {
          pages.delete(name);
          await leave();
        }
      };
      await Promise.all(all.map(take));

      const extended = all.filter((step) => step.kind === 'press' && step.event.kind === 'extend');
      const isThere = await meetings.enter({ tell: () => undefined }, passOf('x', 'member', about));
      await vi.waitFor(async () => {
        const now = await lessons.openIn(room.id);
        const there = isThere?.snapshot();
        const [here, really] = [now?.seats.keys(), there?.occupants.map((one) => one.occupantId)];
        expect([...(here ?? [])].toSorted()).toEqual(really?.toSorted());
        const isOwnerIn = there?.occupants.some(({ affiliation }) => affiliation === 'owner');
        expect(now?.state === 'running').toBe(isOwnerIn);
        const removed = [...(now?.people ?? [])].filter(([, { isRemoved }]) => isRemoved);
        expect(removed.map(([personId]) => personId)).toEqual(there?.removed);
        expect(now?.maxEndsAt).toBe(
          Math.min(
            (lesson?.maxEndsAt ?? 0) + extended.length * hour,
            (lesson?.openedAt ?? 0) + 12 * hour,
          ),
        );
      });
      await close();
    }),
    { numRuns: 40 },
  );
}, 60_000);
