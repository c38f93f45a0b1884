import { expect, it } from 'vitest';
import { createConcurrencyLimiter } from './concurrency-limiter.ts';

const gate = () => Promise.withResolvers<void>();

it('runs no more at once than there are lanes, and everything in the end', async () => {
  const limiter = createConcurrencyLimiter({
    concurrency: 2,
    maxQueueLength: 10,
    maxWaitMs: 10_000,
  });
  const { promise: opened, resolve: open } = gate();
  let running = 0;
  let peak = 0;
  const work = async () => {
    peak = Math.max(peak, (running += 1));
    await opened;
    running -= 1;
    return 'value';
  };
  const all = Array.from({ length: 6 }, () => limiter.run(work));
  open();
  expect(await Promise.all(all)).toEqual(
    Array.from({ length: 6 }, () => ({ kind: 'done', value: 'value' })),
  );
  expect(peak).toBe(2);
});

it('is busy when the queue is full, and when the wait is too long', async () => {
  const limiter = createConcurrencyLimiter({ concurrency: 1, maxQueueLength: 1, maxWaitMs: 5 });
  const { promise: opened, resolve: open } = gate();
  const first = limiter.run(() => opened);
  const waiting = limiter.run(async () => 'never begun');
  expect(await limiter.run(async () => 'never begun')).toEqual({ kind: 'busy' });
  expect(await waiting).toEqual({ kind: 'busy' });
  open();
  await first;
  expect(await limiter.run(async () => 'free again')).toMatchObject({ kind: 'done' });
});

it('takes turns: many of one asker delay another by one, and make room for it', async () => {
  const limiter = createConcurrencyLimiter({
    concurrency: 1,
    maxQueueLength: 100,
    maxWaitMs: 10_000,
  });
  const { promise: opened, resolve: open } = gate();
  const order: string[] = [];
  const ask = (queueKey: string, n: number) =>
    limiter.run(async () => {
      await opened;
      order.push(`${queueKey} ${n}`);
    }, queueKey);
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
  const limiter = createConcurrencyLimiter({ concurrency: 1, maxQueueLength: 1, maxWaitMs: 5 });
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await limiter.run(async () => 1)).toEqual({ kind: 'done', value: 1 });
});
