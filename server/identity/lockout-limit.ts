/**
 * How often one account's password may be tried where the directory locks
 * accounts: always fewer wrong ones than it allows, however they are spread.
 * Active Directory forgets wrong passwords after a quiet time, OpenLDAP each one
 * after its own: waiting for quiet suits both. Both forget them all when the
 * right password comes, and so does this: who is kept out at one computer signs
 * in at another, and is let in at the first one too.
 */
import type { Attempt, AttemptLimit } from './attempt.ts';

export type Lockout = { after: number; windowMs: number };

export type LockoutShares = {
  /** Browsers that the account never signed in with, together. */
  others: number;
  /** Browsers that it did, together. */
  known: number;
  /** One of those at once; after a pause it goes on to one less than `known`. */
  oneKnown: number;
  pauseMs: number;
};

/** What the directory allows, less one, in shares. */
export function sharesOf({ after, windowMs }: Lockout): LockoutShares {
  const others = Math.max(1, Math.floor((after - 1) / 3));
  const known = after - 1 - others;
  return { others, known, oneKnown: Math.ceil((known * 2) / 3), pauseMs: windowMs / 6 };
}

/** `pending`: being checked, and not known to be wrong yet. `last`: when one was counted. */
type Tally = { wrong: number; pending: number; last: number };
type Tallies = { others: Tally; known: Tally; browsers: Map<string, Tally> };

const maxAccounts = 50_000;
const maxBrowsers = 40;
const none: Tally = { wrong: 0, pending: 0, last: 0 };

const cleared = (tally: Tally): Tally => ({ ...tally, wrong: 0 });
const notPending = (tally: Tally): Tally => ({
  ...tally,
  pending: Math.max(0, tally.pending - 1),
});

export function createLockoutLimit(lockout: Lockout, clock: () => number): AttemptLimit {
  const shares = sharesOf(lockout);
  const accounts = new Map<string, Tallies>();

  const fresh = (tally: Tally): Tally => (tally.last + lockout.windowMs > clock() ? tally : none);

  /** Until the quiet time is over. */
  const quiet = ({ last }: Tally): number => last + lockout.windowMs - clock();

  function waitAt(tally: Tally, max: number): number {
    return tally.wrong + tally.pending < max ? 0 : quiet(tally);
  }

  function waitAtBrowser(tally: Tally): number {
    const counted = tally.wrong + tally.pending;
    if (counted < shares.oneKnown) return 0;
    return counted < shares.known - 1
      ? Math.max(0, tally.last + shares.pauseMs - clock())
      : quiet(tally);
  }

  /** To look at only: asking about names that nobody has pushes no account out of here. */
  const talliesOf = ({ account }: Attempt): Tallies =>
    accounts.get(account) ?? { others: none, known: none, browsers: new Map() };

  /** To count in; those of an account that nobody tried lately go first. */
  function keptTalliesOf(attempt: Attempt): Tallies {
    const { account } = attempt;
    const tallies = talliesOf(attempt);
    accounts.delete(account);
    if (accounts.size >= maxAccounts) accounts.delete(accounts.keys().next().value ?? '');
    accounts.set(account, tallies);
    return tallies;
  }

  function change(attempt: Attempt, by: (tally: Tally) => Tally): void {
    const tallies = keptTalliesOf(attempt);
    const { browser } = attempt;
    if (browser.kind !== 'known') {
      tallies.others = by(fresh(tallies.others));
      return;
    }
    const { browsers } = tallies;
    tallies.known = by(fresh(tallies.known));
    if (!browsers.has(browser.id) && browsers.size >= maxBrowsers)
      browsers.delete(browsers.keys().next().value ?? '');
    browsers.set(browser.id, by(fresh(browsers.get(browser.id) ?? none)));
  }

  return {
    wait(attempt) {
      const { others, known, browsers } = talliesOf(attempt);
      const { browser } = attempt;
      if (browser.kind !== 'known') return waitAt(fresh(others), shares.others);
      return Math.max(
        waitAt(fresh(known), shares.known),
        waitAtBrowser(fresh(browsers.get(browser.id) ?? none)),
      );
    },
    take(attempt) {
      change(attempt, (tally) => ({ ...tally, pending: tally.pending + 1, last: clock() }));
    },
    failed(attempt) {
      change(attempt, (tally) => ({
        ...notPending(tally),
        wrong: tally.wrong + 1,
        last: clock(),
      }));
    },
    giveBack: (attempt) => change(attempt, notPending),
    succeeded(attempt) {
      change(attempt, notPending);
      // What is being checked at this moment may still turn out wrong.
      const tallies = talliesOf(attempt);
      tallies.others = cleared(tallies.others);
      tallies.known = cleared(tallies.known);
      for (const [id, tally] of tallies.browsers) tallies.browsers.set(id, cleared(tally));
    },
  };
}
