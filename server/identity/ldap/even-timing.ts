/**
 * Makes every refusal take equally long, since an unknown name is refused before any password is
 * checked. Each waits until the slowest of the latest refusals would have been answered, and then
 * to the next beat.
 */
const beatMs = 100;
const minMs = 200;
const maxMs = 3_000;
const kept = 50;

export type EvenTiming = {
  /** Call when the work begins; await the result before a refusal leaves. */
  begin(): () => Promise<void>;
};

/** `now`: milliseconds of a clock that only goes forward. `wait`: milliseconds. */
export type Time = { now: () => number; wait: (ms: number) => Promise<unknown> };

export function createEvenTiming({ now, wait }: Time): EvenTiming {
  const latest: number[] = [];
  return {
    begin() {
      const began = now();
      return async () => {
        latest.push(now() - began);
        if (latest.length > kept) latest.shift();
        const wanted = Math.min(maxMs, Math.max(minMs, ...latest));
        const onBeat = Math.ceil(wanted / beatMs) * beatMs;
        await wait(Math.max(0, onBeat - (now() - began)));
      };
    },
  };
}
