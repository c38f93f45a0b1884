import { expect, it } from 'vitest';
import { createLanes } from './lanes.ts';

const gate = () => Promise.withResolvers<void>();

it('runs no more at once than there are lanes, and everything in the end', async () => {
  const lanes = createLanes({ lanes: 2, longestQueue: 10, longestWaitMs: 10_000 });
  const { promise: opened, resolve: open } = gate();
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (running += 1));
    await opened;
    running -= 1;
    return 'value';
  };
  const all = Array.from({ length: 6 }, () => lanes.run(work));
  open();
  expect(await Promise.all(all)).toEqual(
    Array.from({ length: 6 }, () => ({ kind: 'done', value: 'value' })),
  );
  expect(most).toBe(2);
});

it('is busy when the queue is full, and when the wait is too long', async () => {
  const lanes = createLanes({ lanes: 1, longestQueue: 1, longestWaitMs: 5 });
  const { promise: opened, resolve: open } = gate();
  const first = lanes.run(() => opened);
  const waiting = lanes.run(async () => 'never begun');
  expect(await lanes.run(async () => 'never begun')).toEqual({ kind: 'busy' });
  expect(await waiting).toEqual({ kind: 'busy' });
  open();
  await first;
  expect(await lanes.run(async () => 'free again')).toMatchObject({ kind: 'done' });
});

it('takes turns: many of one asker delay another by one, and make room for it', async () => {
  const lanes = createLanes({ lanes: 1, longestQueue: 100, longestWaitMs: 10_000 });
  const { promise: opened, resolve: open } = gate();
  const order: string[] = [];
  const ask = (asker: string, n: number) =>
    lanes.run(async () => {
      await opened;
      order.push(`${asker} ${n}`);
    }, asker);
  const flood = Array.from({ length: 150 }, (_, n) => ask('flood', n));
  const others = [ask('ada', 1), ask('ada', 2), ask('bo', 1)];
  open();
  const answers = (await Promise.all(flood)).map(({ kind }) => kind);
  // One runs, a hundred wait, and the three last of them made room.
  expect(answers.filter((kind) => kind === 'done')).toHaveLength(98);
  expect((await Promise.all(others)).every(({ kind }) => kind === 'done')).toBe(true);
  expect(order.slice(0, 6)).toEqual(['flood 0', 'flood 1', 'ada 1', 'bo 1', 'flood 2', 'ada 2']);
});

it('frees the lane of work that failed', async () => {
  const lanes = createLanes({ lanes: 1, longestQueue: 1, longestWaitMs: 5 });
  await expect(lanes.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lanes.run(async () => 1)).toEqual({ kind: 'done', value: 1 });
});
