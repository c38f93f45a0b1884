/**
 * So many at once, and one more for each interval that passes: the generic cell
 * rate algorithm (ITU-T I.371). One instant is kept for a key, so that what is
 * used up comes back little by little: nobody who was stopped waits longer than
 * one interval after whoever used it up has stopped. Counts in memory, of this
 * process.
 */
export type Rate = {
  /** How many at once, after a quiet time. */
  burst: number;
  /** Then one for each of these, ms. */
  everyMs: number;
};

export type Throttle = {
  /** Milliseconds until there is room for one more; 0: now. Counts nothing. */
  wait(key: string): number;
  /** Counts one. More than the burst is never counted, so that nobody has to wait for longer. */
  take(key: string): void;
  /** Takes back one that was counted and not used. */
  giveBack(key: string): void;
  forget(key: string): void;
};

/** Those that were used longest ago are forgotten first. */
const maxKeys = 50_000;

export function createThrottle({ burst, everyMs }: Rate, clock: () => number): Throttle {
  /** By key, when everything that was used up will have come back; ms since the epoch. */
  const fullAt = new Map<string, number>();

  function put(key: string, at: number): void {
    fullAt.delete(key);
    if (at <= clock()) return;
    if (fullAt.size >= maxKeys) fullAt.delete(fullAt.keys().next().value ?? '');
    fullAt.set(key, at);
  }

  const debt = (key: string): number => Math.max(0, (fullAt.get(key) ?? 0) - clock());

  return {
    wait: (key) => Math.max(0, debt(key) - (burst - 1) * everyMs),
    take: (key) => put(key, clock() + Math.min(debt(key) + everyMs, burst * everyMs)),
    giveBack: (key) => put(key, (fullAt.get(key) ?? 0) - everyMs),
    forget: (key) => void fullAt.delete(key),
  };
}

/** Takes one where there is room. @returns 0: taken. Else seconds to wait, and nothing was counted. */
export function takeOne(throttle: Throttle, key: string): number {
  const wait = throttle.wait(key);
  if (wait === 0) throttle.take(key);
  return Math.ceil(wait / 1000);
}
