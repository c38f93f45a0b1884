import { expect, it } from 'vitest';
import { createEvenTiming } from './even-timing.ts';

function start() {
  let at = 0;
  const timing = createEvenTiming({
    now: () => at,
    wait: async (ms) => {
      at += ms;
    },
  });
  return async (workMs: number) => {
    const began = at;
    const even = timing.begin();
    at += workMs;
    await even();
    return at - began;
  };
}

it('answers a quick refusal no sooner than a slow one', async () => {
  const refuse = start();
  expect([await refuse(3), await refuse(40), await refuse(1)]).toEqual([200, 200, 200]);
  expect([await refuse(430), await refuse(3), await refuse(390)]).toEqual([500, 500, 500]);
});

it('lets nobody wait for ever because the directory once was slow', async () => {
  const refuse = start();
  await refuse(60_000);
  expect(await refuse(3)).toBe(3_000);
  for (let n = 0; n < 50; n += 1) await refuse(3);
  expect(await refuse(3)).toBe(200);
});
