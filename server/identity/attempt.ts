/** A password that somebody is about to try. */

/** What the browser has shown so far; `id` names it, and it alone. */
export type Browser =
  /** This very account has signed in with it before. */
  | { kind: 'known'; id: string }
  /** Somebody else has signed in with it before. */
  | { kind: 'familiar'; id: string }
  /** Nobody has signed in with it before. */
  | { kind: 'strange' };

export type Attempt = {
  account: string;
  /** The address, as limits count it. */
  network: string;
  browser: Browser;
};

/** A limit that attempts on an account are counted in. */
export type AttemptLimit = {
  /** Milliseconds until it may be tried; 0: now. Counts nothing. */
  wait(attempt: Attempt): number;
  take(attempt: Attempt): void;
  /** The password was wrong. */
  failed(attempt: Attempt): void;
  /** The password was not tried, or the attempt does not count. */
  giveBack(attempt: Attempt): void;
  /** The password was right. */
  succeeded(attempt: Attempt): void;
};
