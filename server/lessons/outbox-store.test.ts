/** Commands that wait: numbered for ever upwards, in order, and gone once they are answered. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import { type Database, openDatabase } from '../store/database.ts';
import type { LessonCommand } from './commands.ts';
import { createOutboxStore, type OutboxStore } from './outbox-store.ts';

let db: Database;
let outbox: OutboxStore;
beforeEach(async () => {
  db = await openDatabase(':memory:');
  outbox = createOutboxStore(db);
});
afterEach(() => db.destroy());

const of = (lesson: string) => ({ slug: ids.slug('maths'), lessonId: ids.lesson(lesson) });
const remove = (lesson: string, person: string): LessonCommand => ({
  kind: 'remove',
  ...of(lesson),
  personId: ids.person(person),
});
const end = (lesson: string): LessonCommand => ({
  kind: 'end',
  ...of(lesson),
  reason: 'longest-reached',
});

const waiting = async () => (await outbox.pending()).map(({ order }) => order);

it('commands are given in the order in which they were kept, lesson by lesson or all', async () => {
  const [one, two, three] = [
    await outbox.keep(remove('a', 'finn')),
    await outbox.keep(remove('b', 'gul')),
    await outbox.keep(remove('a', 'hana')),
  ];
  expect(await waiting()).toEqual([one, two, three]);
  expect(await outbox.pendingOf(ids.lesson('a'))).toEqual([
    { ...remove('a', 'finn'), order: one },
    { ...remove('a', 'hana'), order: three },
  ]);
});

it('no number is given twice, however many were answered', async () => {
  const first = await outbox.keep(remove('a', 'finn'));
  await outbox.done(first);
  expect(await waiting()).toEqual([]);
  expect(await outbox.nextOrder()).toBe(first + 1);
  expect(await outbox.keep(remove('a', 'finn'))).toBe(first + 2);
});

it('the end of a lesson makes what waits for it needless, and nothing of another', async () => {
  await outbox.keep(remove('a', 'finn'));
  const other = await outbox.keep(remove('b', 'finn'));
  const last = await outbox.keep(end('a'));
  expect(await waiting()).toEqual([other, last]);
});

it('a command that came too late is given up: a later one has decided', async () => {
  const early = await outbox.keep(remove('a', 'finn'));
  const later = await outbox.keep(remove('a', 'finn'));
  const [command] = await outbox.pendingOf(ids.lesson('a'));
  if (!command) throw new Error('nothing waits');
  expect(command.order).toBe(early);
  expect(await outbox.superseded(command, later, true)).toBe(false);
  expect(await waiting()).toEqual([later]);
});

it('where the counter was set back it goes on above, and so does the command, once', async () => {
  const order = await outbox.keep(remove('a', 'finn'));
  const command = { ...remove('a', 'finn'), order };
  expect(await outbox.superseded(command, order + 10, true)).toBe(true);
  expect(await waiting()).toEqual([order + 11]);
  const again = { ...command, order: order + 11 };
  expect(await outbox.superseded(again, order + 20, false)).toBe(false);
  expect(await waiting()).toEqual([]);
  expect(await outbox.nextOrder()).toBe(order + 21);
});

it('the counter is lifted only upwards', async () => {
  const order = await outbox.nextOrder();
  expect(await outbox.lift(order)).toBe(false);
  expect(await outbox.lift(order - 1)).toBe(false);
  expect(await outbox.nextOrder()).toBe(order + 1);
  expect(await outbox.lift(order + 2)).toBe(true);
});
