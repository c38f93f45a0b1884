import { describe, expect, it } from 'vitest';
import { type Attempt, createGuessing, limitsBelow, ownLimits } from './guessing.ts';

const minute = 60_000;

function start(limits = ownLimits) {
  let now = 0;
  const guessing = createGuessing(limits, () => now);
  const guess = (changes: Partial<Attempt> = {}): boolean => {
    const attempt = { account: 'ada', address: '192.0.2.1', knownBrowser: null, ...changes };
    const { mayTry } = guessing.begin(attempt);
    if (mayTry) guessing.failed(attempt);
    return mayTry;
  };
  const guessAll = (times: number, changes?: (n: number) => Partial<Attempt>) =>
    Array.from({ length: times }, (_, n) => guess(changes?.(n))).filter(Boolean).length;
  return { guessing, guess, guessAll, pass: (ms: number) => void (now += ms) };
}

describe('guessing', () => {
  it('stops for an account, from however many addresses', () => {
    const { guessAll } = start();
    expect(guessAll(100, (n) => ({ address: `192.0.2.${n}` }))).toBe(ownLimits.unknownBrowsers);
  });

  it('says how long to wait, and goes on after a quiet time', () => {
    const { guessing, guessAll, pass } = start();
    guessAll(20);
    pass(4 * minute);
    const attempt = { account: 'ada', address: '192.0.2.1', knownBrowser: null };
    expect(guessing.begin(attempt)).toEqual({ mayTry: false, retryAfterMs: 6 * minute });
    pass(6 * minute);
    expect(guessing.begin(attempt)).toEqual({ mayTry: true });
  });

  it('never keeps a teacher out of a browser that the teacher has used before', () => {
    const { guess, guessAll } = start();
    guessAll(100);
    expect(guess()).toBe(false);
    expect(guess({ knownBrowser: 'home' })).toBe(true);
    guessAll(100, () => ({ knownBrowser: 'classroom' }));
    expect(guess({ knownBrowser: 'home' })).toBe(true);
  });

  it('stops in a known browser too', () => {
    const { guessAll } = start();
    expect(guessAll(100, () => ({ knownBrowser: 'classroom' }))).toBe(ownLimits.knownBrowser);
  });

  it('counts attempts that run at the same time', () => {
    const { guessing } = start();
    const attempt = { account: 'ada', address: '192.0.2.1', knownBrowser: null };
    const allowed = Array.from({ length: 50 }, () => guessing.begin(attempt).mayTry);
    expect(allowed.filter(Boolean)).toHaveLength(ownLimits.unknownBrowsers);
  });

  it('lets a whole school sign in behind one address', () => {
    const { guessing } = start();
    for (let n = 0; n < 2_000; n += 1) {
      const attempt = { account: `pupil ${n}`, address: '192.0.2.1', knownBrowser: null };
      expect(guessing.begin(attempt).mayTry).toBe(true);
      if (n % 8 === 0) guessing.failed(attempt);
      else guessing.succeeded(attempt);
    }
  });

  it('stops one address that tries one password on every account', () => {
    const { guessAll } = start();
    const tried = guessAll(1_000, (n) => ({ account: `pupil ${n}` }));
    expect(tried).toBe(ownLimits.perAddress.most);
  });

  it('does not give strangers a fresh start when the teacher signs in', () => {
    const { guessing, guess, guessAll } = start();
    guessAll(100);
    const teacher = { account: 'ada', address: '198.51.100.1', knownBrowser: 'home' };
    expect(guessing.begin(teacher)).toEqual({ mayTry: true });
    guessing.succeeded(teacher);
    expect(guess()).toBe(false);
  });

  it('forgets typing errors in a known browser once the password was right', () => {
    const { guessing, guessAll } = start();
    for (let day = 0; day < 10; day += 1) {
      expect(guessAll(3, () => ({ knownBrowser: 'home' }))).toBe(3);
      const attempt = { account: 'ada', address: '192.0.2.1', knownBrowser: 'home' };
      guessing.begin(attempt);
      guessing.succeeded(attempt);
    }
  });
});

describe('a directory that locks accounts', () => {
  it.each([3, 4, 5, 10, 50])('is never brought to its %i wrong passwords', (after) => {
    const { guessAll, pass } = start(limitsBelow({ after, windowMs: 30 * minute }));
    let wrong = 0;
    wrong += guessAll(100);
    wrong += guessAll(100, (n) => ({ knownBrowser: `browser ${n % 7}` }));
    pass(29 * minute);
    wrong += guessAll(100);
    wrong += guessAll(100, (n) => ({ knownBrowser: `browser ${n % 7}` }));
    expect(wrong).toBeLessThan(after);
    expect(wrong).toBeGreaterThan(0);
  });

  it('leaves something for a teacher’s other browsers', () => {
    const { guess, guessAll } = start(limitsBelow({ after: 10, windowMs: 30 * minute }));
    guessAll(100);
    guessAll(100, () => ({ knownBrowser: 'classroom' }));
    expect(guess({ knownBrowser: 'home' })).toBe(true);
  });
});
