import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThrottle, takeOne } from './throttle.ts';

const rate = { burst: 5, everyMs: 1_000 };

function start() {
  let now = 1_000_000;
  const throttle = createThrottle(rate, () => now);
  const takeAll = (times: number, key = 'x') =>
    Array.from({ length: times }, () => takeOne(throttle, key)).filter((wait) => wait === 0).length;
  return { throttle, takeAll, pass: (ms: number) => void (now += ms) };
}

describe('a throttle', () => {
  it('gives a burst, and then one for each interval', () => {
    const { throttle, takeAll, pass } = start();
    expect(takeAll(20)).toBe(5);
    expect(takeOne(throttle, 'x')).toBe(1);
    pass(1_000);
    expect(takeAll(20)).toBe(1);
    pass(60_000);
    expect(takeAll(20)).toBe(5);
  });

  it('keeps keys apart', () => {
    const { takeAll } = start();
    expect([takeAll(9, 'x'), takeAll(9, 'y')]).toEqual([5, 5]);
  });

  it('lets nobody owe more than the burst, however much was counted', () => {
    const { throttle, takeAll, pass } = start();
    for (let n = 0; n < 1_000; n += 1) throttle.take('x');
    pass(1_000);
    expect(takeAll(9)).toBe(1);
  });

  it('takes back what was not used, and forgets', () => {
    const { throttle, takeAll } = start();
    expect(takeAll(9)).toBe(5);
    throttle.giveBack('x');
    expect(takeAll(9)).toBe(1);
    throttle.forget('x');
    throttle.giveBack('x');
    expect(takeAll(9)).toBe(5);
  });

  it('never gives more than burst and intervals come to, in whatever order things happen', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 }), (pauses) => {
        const { takeAll, pass } = start();
        let taken = 0;
        for (const pause of pauses) {
          pass(pause);
          taken += takeAll(2);
        }
        const passed = pauses.reduce((sum, pause) => sum + pause, 0);
        expect(taken).toBeLessThanOrEqual(rate.burst + Math.floor(passed / rate.everyMs) + 1);
      }),
    );
  });
});
