/**
 * Limits on guessing passwords, so that guessing stops, a class behind one
 * address signs in at once, and nobody keeps a teacher out of a browser that
 * the teacher has used before:
 *
 * - per account, all browsers together that never signed it in;
 * - per account and browser that did (known by device-cookie.ts), and all of
 *   those together where the directory would lock the account;
 * - per address.
 *
 * An account's attempt is counted before its password is checked, so that many
 * at once can't slip through, and taken back when the password was right.
 */
import { createWindowCounter, type WindowLimit } from './window-counter.ts';

export type GuessingLimits = {
  unknownBrowsers: number;
  knownBrowser: number;
  allKnownBrowsers: number;
  /** An account's counts start anew after so long without a wrong password. */
  quietMs: number;
  perAddress: WindowLimit;
};

const perAddress = { most: 300, windowMs: 10 * 60_000 };

export const ownLimits: GuessingLimits = {
  unknownBrowsers: 10,
  knownBrowser: 10,
  allKnownBrowsers: Infinity,
  quietMs: 10 * 60_000,
  perAddress,
};

/**
 * Below a directory's own lockout: known and unknown browsers share what it
 * allows, less one. Active Directory forgets wrong passwords after a quiet time,
 * OpenLDAP each one after its own: waiting for quiet suits both.
 */
export function limitsBelow({
  after,
  windowMs,
}: {
  after: number;
  windowMs: number;
}): GuessingLimits {
  const unknownBrowsers = Math.floor((after - 1) / 2);
  const allKnownBrowsers = after - 1 - unknownBrowsers;
  const knownBrowser = Math.ceil(allKnownBrowsers / 2);
  return { unknownBrowsers, knownBrowser, allKnownBrowsers, quietMs: windowMs, perAddress };
}

export type Attempt = {
  account: string;
  address: string;
  /** The browser, if this account has signed in with it before. */
  knownBrowser: string | null;
};

export type Permission = { mayTry: true } | { mayTry: false; retryAfterMs: number };

export type Guessing = {
  begin(attempt: Attempt): Permission;
  failed(attempt: Attempt): void;
  succeeded(attempt: Attempt): void;
  /** The password was not checked after all. */
  takeBack(attempt: Attempt): void;
};

type Counter = { failures: number; last: number };
type Rule = { key: string; most: number };

const mostKept = 50_000;

export function createGuessing(limits: GuessingLimits, clock: () => number): Guessing {
  const counters = new Map<string, Counter>();
  const addresses = createWindowCounter(limits.perAddress, clock);

  function rulesOf({ account, knownBrowser }: Attempt): Rule[] {
    if (knownBrowser === null) return [{ key: `unknown ${account}`, most: limits.unknownBrowsers }];
    return [
      { key: `known ${account}`, most: limits.allKnownBrowsers },
      { key: `browser ${knownBrowser} ${account}`, most: limits.knownBrowser },
    ];
  }

  function counterOf(key: string): Counter {
    const kept = counters.get(key);
    if (kept && kept.last + limits.quietMs > clock()) return kept;
    counters.delete(key);
    return { failures: 0, last: 0 };
  }

  function add(key: string, failures: number): void {
    const counter = counterOf(key);
    counters.delete(key);
    if (counters.size >= mostKept) counters.delete(counters.keys().next().value ?? '');
    counters.set(key, { failures: Math.max(0, counter.failures + failures), last: clock() });
  }

  return {
    begin(attempt) {
      const rules = rulesOf(attempt);
      const full = rules.map(({ key, most }) => ({ counter: counterOf(key), most }));
      const waits = full
        .filter(({ counter, most }) => counter.failures >= most)
        .map(({ counter }) => counter.last + limits.quietMs - clock());
      const retryAfterMs = Math.max(addresses.wait(attempt.address), ...waits);
      if (retryAfterMs > 0) return { mayTry: false, retryAfterMs };
      for (const { key } of rules) add(key, 1);
      return { mayTry: true };
    },
    failed: ({ address }) => addresses.count(address),
    succeeded(attempt) {
      const rules = rulesOf(attempt);
      // The directory forgets an account's wrong passwords too; strangers' stay counted here.
      if (attempt.knownBrowser !== null) for (const { key } of rules) counters.delete(key);
      else for (const { key } of rules) add(key, -1);
    },
    takeBack(attempt) {
      for (const { key } of rulesOf(attempt)) add(key, -1);
    },
  };
}
