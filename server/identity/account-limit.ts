/**
 * How often one account's password may be tried, where Homeroom itself checks
 * it. A browser that the account has signed in with before has a limit of its
 * own, so that nobody's guesses anywhere else keep the person out of it; and
 * what is used up comes back within a minute, so that guesses at the classroom's
 * computer don't keep the teacher out of that one either.
 */
import { createThrottle, type Rate } from '../http/throttle.ts';
import type { Attempt, AttemptLimit } from './attempt.ts';

const minute = 60_000;

export const accountRates = {
  /** One browser that the account has signed in with. */
  known: { burst: 10, everyMs: minute },
  /** All other browsers of one network. */
  network: { burst: 10, everyMs: 2 * minute },
  /** All other browsers together. */
  others: { burst: 30, everyMs: 2 * minute },
} as const satisfies Record<string, Rate>;

export function createAccountLimit(clock: () => number): AttemptLimit {
  const known = createThrottle(accountRates.known, clock);
  const network = createThrottle(accountRates.network, clock);
  const others = createThrottle(accountRates.others, clock);

  const limitsOf = (attempt: Attempt) => {
    const { account, browser } = attempt;
    return browser.kind === 'known'
      ? [{ limit: known, key: `${browser.id} ${account}` }]
      : [
          { limit: network, key: `${attempt.network} ${account}` },
          { limit: others, key: account },
        ];
  };

  function giveBack(attempt: Attempt): void {
    for (const { limit, key } of limitsOf(attempt)) limit.giveBack(key);
  }

  return {
    wait: (attempt) => Math.max(...limitsOf(attempt).map(({ limit, key }) => limit.wait(key))),
    take(attempt) {
      for (const { limit, key } of limitsOf(attempt)) limit.take(key);
    },
    // Nothing to do: it was counted when it was taken.
    failed: () => undefined,
    giveBack,
    succeeded(attempt) {
      // Somebody who knows the password has only mistyped: their attempts are given back. Those
      // of strangers stay counted.
      if (attempt.browser.kind === 'known') {
        for (const { limit, key } of limitsOf(attempt)) limit.forget(key);
      } else giveBack(attempt);
    },
  };
}
