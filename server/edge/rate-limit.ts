/** At most so many in a window of time, per key. Counts in memory, of this process. */
export type RateLimit = {
  /** @returns seconds to wait, or 0: go on, and it was counted */
  take(key: string): number;
};

export function createRateLimit(most: number, windowMs: number, clock: () => number): RateLimit {
  let counts = new Map<string, number>();
  let windowEnds = 0;
  return {
    take(key) {
      const now = clock();
      if (now >= windowEnds) {
        counts = new Map();
        windowEnds = now + windowMs;
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= most ? 0 : Math.ceil((windowEnds - now) / 1000);
    },
  };
}
