/**
 * Limits on guessing passwords. An attempt is counted before its password is
 * checked, so that many at once can't slip through, and taken back when the
 * password was right.
 */
export type Attempt = { login: string; address: string };

export type Guessing = {
  begin(attempt: Attempt): { mayTry: true } | { mayTry: false; retryAfterMs: number };
  /** The password was right, or was never checked. */
  takeBack(attempt: Attempt): void;
};

type Limit = { most: number; windowMs: number };

const perAccount: Limit = { most: 10, windowMs: 10 * 60_000 };
/** A whole school may sit behind one address. */
const perAddress: Limit = { most: 200, windowMs: 10 * 60_000 };

const mostKept = 50_000;

const keysOf = ({ login, address }: Attempt) => [
  { key: `account ${login}`, limit: perAccount },
  { key: `address ${address}`, limit: perAddress },
];

export function createGuessing(clock: () => number): Guessing {
  const counts = new Map<string, { failures: number; since: number }>();

  function count(key: string, windowMs: number) {
    const known = counts.get(key);
    if (known && known.since + windowMs > clock()) return known;
    counts.delete(key);
    if (counts.size >= mostKept) counts.delete(counts.keys().next().value ?? '');
    const fresh = { failures: 0, since: clock() };
    counts.set(key, fresh);
    return fresh;
  }

  return {
    begin(attempt) {
      const counters = keysOf(attempt).map(({ key, limit }) => ({
        counter: count(key, limit.windowMs),
        limit,
      }));
      const full = counters.filter(({ counter, limit }) => counter.failures >= limit.most);
      if (full.length > 0) {
        const ends = full.map(({ counter, limit }) => counter.since + limit.windowMs);
        return { mayTry: false, retryAfterMs: Math.max(...ends) - clock() };
      }
      for (const { counter } of counters) counter.failures += 1;
      return { mayTry: true };
    },
    takeBack(attempt) {
      for (const { key } of keysOf(attempt)) {
        const counter = counts.get(key);
        if (counter && counter.failures > 0) counter.failures -= 1;
      }
    },
  };
}
