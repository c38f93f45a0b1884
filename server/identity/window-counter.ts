/** Counts what happens for a key within a window of time, and says how long to wait when it was too much. */
export type WindowCounter = {
  count(key: string): void;
  /** Milliseconds until the window ends; 0 while there is room. */
  wait(key: string): number;
};

const mostKeys = 50_000;

export type WindowLimit = { most: number; windowMs: number };

export function createWindowCounter(
  { most, windowMs }: WindowLimit,
  clock: () => number,
): WindowCounter {
  const windows = new Map<string, { count: number; since: number }>();

  function current(key: string) {
    const window = windows.get(key);
    return window && window.since + windowMs > clock() ? window : null;
  }

  return {
    count(key) {
      const window = current(key);
      if (window) {
        window.count += 1;
        return;
      }
      windows.delete(key);
      if (windows.size >= mostKeys) windows.delete(windows.keys().next().value ?? '');
      windows.set(key, { count: 1, since: clock() });
    },
    wait(key) {
      const window = current(key);
      return window && window.count >= most ? window.since + windowMs - clock() : 0;
    },
  };
}
