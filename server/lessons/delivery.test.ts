/** Whatever the meeting side answers, each command reaches it, in order, and is repeated until it does. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import type { LessonId } from '../contract/ids.ts';
import type { LessonCommand, Ordered } from './commands.ts';
import { createDelivery } from './delivery.ts';
import type { Delivered } from './meeting-adapter.ts';

type Command = Ordered<LessonCommand>;

const [maths, art] = [ids.lesson('maths'), ids.lesson('art')];
const command = (lessonId: LessonId, order: number): Command => ({
  kind: 'newcomers',
  slug: ids.slug('room'),
  lessonId,
  isClosed: true,
  order,
});

let waiting: Command[];
let heard: number[];
let warned: [string, object][];
const said = () => warned.map(([message]) => message);
let answer: (command: Command) => Promise<Delivered>;
let superseded: { order: number; by: number; mayRepeat: boolean }[];
let isReadable: boolean;
let delivery: ReturnType<typeof createDelivery>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  waiting = [];
  heard = [];
  warned = [];
  superseded = [];
  isReadable = true;
  answer = async () => ({ kind: 'done' });
  const take = ({ order }: Command) => {
    waiting = waiting.filter((one) => one.order !== order);
  };
  delivery = createDelivery({
    outbox: {
      async pending() {
        if (!isReadable) throw new Error('disk');
        return waiting;
      },
      pendingOf: async (lessonId) => waiting.filter((one) => one.lessonId === lessonId),
    },
    async deliver(given) {
      heard.push(given.order);
      return answer(given);
    },
    async onDone(given) {
      take(given);
    },
    async onSuperseded(given, by, mayRepeat) {
      superseded.push({ order: given.order, by, mayRepeat });
      take(given);
      if (mayRepeat) waiting.unshift(command(given.lessonId, by + 1));
      return mayRepeat;
    },
    log: { warn: (fields, message) => void warned.push([message, fields]) },
    retryMs: 1_000,
  });
});
afterEach(async () => {
  await delivery.close();
  vi.useRealTimers();
});

it('a lesson’s commands are given one after the other, and no other lesson’s', async () => {
  waiting = [command(maths, 1), command(art, 2), command(maths, 3)];
  await delivery.flush(maths);
  expect(heard).toEqual([1, 3]);
  expect(waiting).toEqual([command(art, 2)]);
});

it('one lesson that waits keeps no other waiting, and is tried again after a pause', async () => {
  answer = async ({ lessonId }) => {
    if (lessonId === maths) throw new Error('no answer');
    return { kind: 'done' };
  };
  waiting = [command(maths, 1), command(maths, 2), command(art, 3)];
  delivery.wakeAll();
  await expect.poll(() => heard.toSorted((a, b) => a - b)).toEqual([1, 3]);
  await expect.poll(said).toEqual(['commands wait for the meeting server']);
  expect(warned[0]?.[1]).toMatchObject({ err: { message: 'no answer' }, lessonId: maths });
  answer = async () => ({ kind: 'done' });
  vi.advanceTimersByTime(999);
  expect(heard).toHaveLength(2);
  vi.advanceTimersByTime(1);
  await expect.poll(() => heard.slice(2)).toEqual([1, 2]);
  expect(vi.getTimerCount()).toBe(0);
});

it('what is kept while a delivery runs is given by it', async () => {
  const gate = Promise.withResolvers<Delivered>();
  answer = () => gate.promise;
  waiting = [command(maths, 1)];
  const first = delivery.flush(maths);
  const second = delivery.flush(maths);
  await expect.poll(() => heard).toEqual([1]);
  answer = async () => ({ kind: 'done' });
  waiting.push(command(maths, 2));
  gate.resolve({ kind: 'done' });
  await Promise.all([first, second]);
  expect(heard).toEqual([1, 2]);
});

it('who asks while one is refused has it tried once more', async () => {
  const gate = Promise.withResolvers<Delivered>();
  answer = () => gate.promise;
  waiting = [command(maths, 1)];
  const asked = [delivery.flush(maths), delivery.flush(maths)];
  await expect.poll(() => heard).toEqual([1]);
  answer = async () => ({ kind: 'done' });
  gate.reject(new Error('no answer'));
  await Promise.all(asked);
  expect(heard).toEqual([1, 1]);
  expect(waiting).toEqual([]);
});

it('one that is superseded is numbered anew once, and not for ever', async () => {
  answer = async ({ order }) => ({ kind: 'superseded', order: order + 10 });
  waiting = [command(maths, 1)];
  await delivery.flush(maths);
  expect(superseded).toEqual([
    { order: 1, by: 11, mayRepeat: true },
    { order: 12, by: 22, mayRepeat: false },
  ]);
  expect(waiting).toEqual([]);
});

it('one that was delivered before it changes nothing of that', async () => {
  answer = async ({ order }) =>
    order === 2 ? { kind: 'superseded', order: 10 } : { kind: 'done' };
  waiting = [command(maths, 1), command(maths, 2)];
  await delivery.flush(maths);
  expect(superseded).toEqual([{ order: 2, by: 10, mayRepeat: true }]);
  expect(heard).toEqual([1, 2, 11]);
});

it('however many lessons wait, there is one pause for all of them', async () => {
  answer = async () => {
    throw new Error('no answer');
  };
  waiting = [command(maths, 1), command(art, 2)];
  await Promise.all([delivery.flush(maths), delivery.flush(art)]);
  expect(vi.getTimerCount()).toBe(1);
  await delivery.close();
  expect(vi.getTimerCount()).toBe(0);
});

it('an outbox that cannot be read is read again', async () => {
  isReadable = false;
  waiting = [command(maths, 1)];
  delivery.wakeAll();
  await expect.poll(said).toEqual(['the outbox cannot be read']);
  expect(warned[0]?.[1]).toMatchObject({ err: { message: 'disk' } });
  isReadable = true;
  vi.advanceTimersByTime(1_000);
  await expect.poll(() => heard).toEqual([1]);
});

it('closed, it ends what is under way and begins nothing more', async () => {
  const gate = Promise.withResolvers<Delivered>();
  answer = () => gate.promise;
  waiting = [command(maths, 1), command(maths, 2)];
  const running = delivery.flush(maths);
  await expect.poll(() => heard).toEqual([1]);
  let isOver = false;
  void running.then(() => (isOver = true));
  const closed = delivery.close().then(() => expect(isOver).toBe(true));
  gate.resolve({ kind: 'done' });
  await closed;
  await delivery.flush(maths);
  delivery.wakeAll();
  expect(heard).toEqual([1]);
  expect(vi.getTimerCount()).toBe(0);
});

it('closed in the middle of a refusal, it tries no more', async () => {
  const gate = Promise.withResolvers<Delivered>();
  answer = () => gate.promise;
  waiting = [command(maths, 1)];
  const running = delivery.flush(maths);
  await expect.poll(() => heard).toEqual([1]);
  const closed = delivery.close();
  gate.reject(new Error('no answer'));
  await Promise.all([running, closed]);
  expect(said()).toEqual(['commands wait for the meeting server']);
  expect(vi.getTimerCount()).toBe(0);
});
