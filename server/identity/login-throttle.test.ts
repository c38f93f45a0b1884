import { describe, expect, it } from 'vitest';
import { accountRates } from './account-limit.ts';
import type { Attempt, Browser } from './attempt.ts';
import { sharesOf } from './lockout-limit.ts';
import { createLoginThrottle } from './login-throttle.ts';
import { spreadRates } from './spread-limit.ts';

const minute = 60_000;
const hour = 60 * minute;
const known = (id: string): Browser => ({ kind: 'known', id });
const familiar = (id: string): Browser => ({ kind: 'familiar', id });
const school = '192.0.2.1';

type Changes = Partial<Attempt>;

function start(lockout: { after: number; windowMs: number } | null = null) {
  let now = 1_000_000;
  const throttle = createLoginThrottle(lockout, () => now);
  const attempt = (changes: Changes = {}): Attempt => ({
    account: 'ada',
    network: school,
    browser: { kind: 'strange' },
    ...changes,
  });
  /** A wrong password. @returns whether it was checked */
  function guess(changes?: Changes): boolean {
    const tried = attempt(changes);
    const { mayTry } = throttle.begin(tried);
    if (mayTry) throttle.failed(tried);
    return mayTry;
  }
  /** The right one. */
  function signIn(changes?: Changes): boolean {
    const tried = attempt(changes);
    const { mayTry } = throttle.begin(tried);
    if (mayTry) throttle.succeeded(tried);
    return mayTry;
  }
  const guessAll = (times: number, changes: (n: number) => Changes = () => ({})) =>
    Array.from({ length: times }, (_, n) => guess(changes(n))).filter(Boolean).length;
  const waitFor = (changes?: Changes): number => {
    const tried = attempt(changes);
    const permission = throttle.begin(tried);
    if (permission.mayTry) throttle.cancel(tried);
    return permission.mayTry ? 0 : permission.retryAfterMs;
  };
  const pass = (ms: number) => void (now += ms);
  return { throttle, attempt, guess, guessAll, signIn, waitFor, pass };
}

describe('guessing at one account', () => {
  it('stops, from however many networks', () => {
    const { guessAll } = start();
    const all = guessAll(1_000, (n) => ({ network: `203.0.113.${n % 200}` }));
    expect(all).toBe(accountRates.others.burst);
  });

  it('comes to no more in a day than the documentation says', () => {
    const { guessAll, pass } = start();
    let checked = 0;
    for (let step = 0; step < 24 * 60; step += 1) {
      checked += guessAll(5, (n) => ({ network: `203.0.113.${(step + n) % 200}` }));
      pass(minute);
    }
    expect(checked).toBeLessThanOrEqual(30 + 24 * 30);
  });

  it('from one network leaves the account open to every other', () => {
    const { guessAll, signIn } = start();
    expect(guessAll(1_000)).toBe(accountRates.network.burst);
    expect(signIn()).toBe(false);
    expect(signIn({ network: '198.51.100.7' })).toBe(true);
  });

  it('never keeps a teacher out of a browser that the teacher has used before', () => {
    const { guessAll, signIn } = start();
    guessAll(1_000);
    guessAll(1_000, (n) => ({ network: `203.0.113.${n % 200}` }));
    guessAll(1_000, () => ({ browser: known('classroom') }));
    expect(signIn()).toBe(false);
    expect(signIn({ browser: known('home') })).toBe(true);
  });

  it('at the classroom’s computer keeps the teacher out of it for a minute', () => {
    const { guessAll, signIn, waitFor, pass } = start();
    const browser = known('classroom');
    expect(guessAll(100, () => ({ browser }))).toBe(accountRates.known.burst);
    expect(waitFor({ browser })).toBe(minute);
    pass(minute);
    expect(signIn({ browser })).toBe(true);
    expect(guessAll(3, () => ({ browser }))).toBe(3);
  });

  it('counts attempts that run at the same time', () => {
    const { throttle, attempt } = start();
    const allowed = Array.from({ length: 50 }, () => throttle.begin(attempt()).mayTry);
    expect(allowed.filter(Boolean)).toHaveLength(accountRates.network.burst);
  });

  it('gets no fresh start from the teacher’s own sign-in', () => {
    const { guessAll, guess, signIn } = start();
    guessAll(100);
    expect(signIn({ browser: known('home') })).toBe(true);
    expect(guess()).toBe(false);
  });
});

describe('one student against everybody behind the school’s address', () => {
  const pupil = (n: number): Changes => ({ account: `pupil ${n}` });

  it('305 wrong passwords in six seconds keep out nobody', () => {
    const { guessAll, signIn } = start();
    expect(guessAll(305, pupil)).toBe(305);
    for (let n = 1_000; n < 2_000; n += 1) expect(signIn(pupil(n))).toBe(true);
  });

  it('a flood keeps out no computer that anybody has signed in with', () => {
    const { guessAll, signIn } = start();
    guessAll(100_000, pupil);
    expect(signIn(pupil(7_777_777))).toBe(false);
    expect(signIn({ ...pupil(1), browser: known('own phone') })).toBe(true);
    expect(signIn({ ...pupil(7_777_777), browser: familiar('classroom') })).toBe(true);
  });

  it('a flood keeps out new computers for a second after it has stopped', () => {
    const { guessAll, signIn, waitFor, pass } = start();
    guessAll(100_000, pupil);
    expect(waitFor(pupil(7_777_777))).toBeLessThanOrEqual(1_000);
    pass(1_000);
    // Each that was right makes room for the next.
    for (let n = 0; n < 1_000; n += 1) expect(signIn(pupil(8_000_000 + n))).toBe(true);
  });

  it('one password tried on every account stops', () => {
    const { guessAll, pass } = start();
    let checked = 0;
    for (let second = 0; second < 3_600; second += 1) {
      checked += guessAll(10, (n) => pupil(second * 10 + n));
      pass(1_000);
    }
    expect(checked).toBeLessThanOrEqual(spreadRates.strange.burst + 3_600);
  });

  it('a student’s own signed-in browsers help little', () => {
    const { guessAll, pass } = start();
    let checked = 0;
    for (let step = 0; step < 60; step += 1) {
      checked += guessAll(100, (n) => ({ ...pupil(n), browser: familiar('own') }));
      pass(minute);
    }
    expect(checked).toBeLessThanOrEqual(30 + 2 * 60);
  });

  it('lets a whole school sign in at once on its first day', () => {
    const { throttle, attempt } = start();
    const begun = Array.from({ length: 2_000 }, (_, n) => attempt(pupil(n)));
    expect(begun.every((tried) => throttle.begin(tried).mayTry)).toBe(true);
  });
});

it('forgets typing errors in a known browser once the password was right', () => {
  const { guessAll, signIn } = start();
  const browser = known('home');
  for (let day = 0; day < 10; day += 1) {
    expect(guessAll(3, () => ({ browser }))).toBe(3);
    expect(signIn({ browser })).toBe(true);
  }
});

describe('a directory that locks accounts', () => {
  const windowMs = 30 * minute;

  it.each([3, 4, 5, 6, 10, 20, 50])('is never brought to its %i wrong passwords', (after) => {
    const { guessAll, pass } = start({ after, windowMs });
    let wrong = 0;
    for (let step = 0; step < 29; step += 1) {
      wrong += guessAll(50);
      wrong += guessAll(50, (n) => ({ browser: known(`browser ${n % 7}`) }));
      wrong += guessAll(50, (n) => ({ network: `203.0.113.${n}` }));
      pass(minute);
    }
    expect(wrong).toBeLessThan(after);
    expect(wrong).toBeGreaterThan(0);
  });

  it.each([3, 5, 10])(
    'of %i is not brought there by what runs while a sign-in clears it',
    (after) => {
      const { throttle, attempt, guessAll } = start({ after, windowMs });
      const running: Attempt[] = [];
      const begin = (tried: Attempt) => throttle.begin(tried).mayTry && running.push(tried);
      for (let n = 0; n < after; n += 1) begin(attempt());
      for (let n = 0; n < after; n += 1) begin(attempt({ browser: known('classroom') }));
      const right = running.pop();
      if (right) throttle.succeeded(right);
      const since = guessAll(50) + guessAll(50, (n) => ({ browser: known(`${n % 5}`) }));
      for (const tried of running) throttle.failed(tried);
      const later = guessAll(50) + guessAll(50, (n) => ({ browser: known(`${n % 5}`) }));
      expect(running.length + since + later).toBeLessThan(after);
    },
  );

  it('of five leaves the teacher a typing error at the own computer, whoever guesses elsewhere', () => {
    const { guess, guessAll, signIn } = start({ after: 5, windowMs });
    guessAll(100);
    expect(guess({ browser: known('own') })).toBe(true);
    expect(signIn({ browser: known('own') })).toBe(true);
  });

  it.each([5, 6, 10, 20])('of %i leaves something for the teacher’s other browsers', (after) => {
    const { guessAll, signIn } = start({ after, windowMs });
    guessAll(100);
    guessAll(100, () => ({ browser: known('classroom') }));
    expect(signIn({ browser: known('home') })).toBe(true);
  });

  it('lets the teacher in at the classroom’s computer after a sign-in at another', () => {
    const { guessAll, signIn } = start({ after: 5, windowMs });
    const classroom = { browser: known('classroom') };
    guessAll(100, () => classroom);
    expect(signIn(classroom)).toBe(false);
    expect(signIn({ browser: known('phone') })).toBe(true);
    expect(signIn(classroom)).toBe(true);
  });

  it('of ten lets the teacher try again at the classroom’s computer after five minutes', () => {
    const { guessAll, signIn, waitFor, pass } = start({ after: 10, windowMs });
    const classroom = { browser: known('classroom') };
    expect(guessAll(100, () => classroom)).toBe(sharesOf({ after: 10, windowMs }).oneKnown);
    expect(waitFor(classroom)).toBe(5 * minute);
    pass(5 * minute);
    expect(signIn(classroom)).toBe(true);
  });

  it('is not brought there by names that nobody has, tried until the account is forgotten', () => {
    const { guessAll, waitFor } = start({ after: 10, windowMs });
    expect(guessAll(50)).toBe(3);
    guessAll(51_000, (n) => ({ account: `nobody ${n}` }));
    expect(waitFor({ network: '198.51.100.7' })).toBe(windowMs);
  });

  it('goes on after a quiet time', () => {
    const { guessAll, guess, waitFor, pass } = start({ after: 10, windowMs });
    guessAll(100);
    pass(10 * minute);
    expect(waitFor()).toBe(20 * minute);
    pass(20 * minute);
    expect(guess()).toBe(true);
  });

  it('has these shares', () => {
    const shares = [3, 5, 10, 20].map((after) => {
      const { others, known: all, oneKnown } = sharesOf({ after, windowMs: hour });
      return [after, others, all, oneKnown];
    });
    expect(shares).toEqual([
      [3, 1, 1, 1],
      [5, 1, 3, 2],
      [10, 3, 6, 4],
      [20, 6, 13, 9],
    ]);
  });
});
