/**
 * Limits on guessing passwords. What is limited, and what a guesser can do to
 * others by it, stands in docs/identity/guessing.md, with the numbers.
 *
 * An attempt is counted before its password is checked, so that many at once
 * can't slip through, and taken back when the password was right.
 */
import { createAccountLimit } from './account-limit.ts';
import type { Attempt, AttemptLimit } from './attempt.ts';
import { createLockoutLimit, type Lockout } from './lockout-limit.ts';
import { createSpreadLimit } from './spread-limit.ts';

export type Permission = { mayTry: true } | { mayTry: false; retryAfterMs: number };

export type LoginThrottle = {
  begin(attempt: Attempt): Permission;
  failed(attempt: Attempt): void;
  succeeded(attempt: Attempt): void;
  /** The password was not checked after all. */
  cancel(attempt: Attempt): void;
};

/** @param lockout of a directory that locks accounts; `null` where Homeroom checks passwords itself */
export function createLoginThrottle(lockout: Lockout | null, clock: () => number): LoginThrottle {
  const limits: readonly AttemptLimit[] = [
    lockout === null ? createAccountLimit(clock) : createLockoutLimit(lockout, clock),
    createSpreadLimit(clock),
  ];
  return {
    begin(attempt) {
      const retryAfterMs = Math.max(...limits.map((limit) => limit.wait(attempt)));
      if (retryAfterMs > 0) return { mayTry: false, retryAfterMs };
      for (const limit of limits) limit.take(attempt);
      return { mayTry: true };
    },
    failed(attempt) {
      for (const limit of limits) limit.failed(attempt);
    },
    succeeded(attempt) {
      for (const limit of limits) limit.succeeded(attempt);
    },
    cancel(attempt) {
      for (const limit of limits) limit.giveBack(attempt);
    },
  };
}
