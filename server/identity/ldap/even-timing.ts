/**
 * Lets refusals take equally long: an unknown name is known to be wrong before
 * any password was checked. Each waits until the slowest of the latest refusals
 * would have been answered, and then to the next beat.
 */
import { setTimeout as pause } from 'node:timers/promises';

const beatMs = 100;
const leastMs = 200;
const mostMs = 3_000;
const kept = 50;

export type EvenTiming = {
  /** Call when the work began; await the result before a refusal leaves. */
  begin(): () => Promise<void>;
};

/** `now` in milliseconds, of a clock that only goes forward. */
export function createEvenTiming(now: () => number): EvenTiming {
  const latest: number[] = [];
  return {
    begin() {
      const began = now();
      return async () => {
        latest.push(now() - began);
        if (latest.length > kept) latest.shift();
        const wanted = Math.min(mostMs, Math.max(leastMs, ...latest));
        const onBeat = Math.ceil(wanted / beatMs) * beatMs;
        await pause(Math.max(0, onBeat - (now() - began)));
      };
    },
  };
}
