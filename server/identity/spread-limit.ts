/**
 * How many wrong passwords may come from one place, over all accounts. A browser
 * in which somebody has signed in before has a limit of its own; strange ones are
 * counted by network, and a whole school may be behind one. A browser that the
 * account knows is not counted here at all: no neighbour keeps it out.
 */
import { createThrottle, type Rate } from '../http/throttle.ts';
import type { Attempt, AttemptLimit } from './attempt.ts';

export const spreadRates = {
  familiar: { burst: 30, everyMs: 30_000 },
  // Passwords that are being checked count until they were right: when the bell
  // rings on the first day of school, everybody's are.
  strange: { burst: 2_000, everyMs: 1_000 },
} as const satisfies Record<string, Rate>;

export function createSpreadLimit(clock: () => number): AttemptLimit {
  const familiar = createThrottle(spreadRates.familiar, clock);
  const strange = createThrottle(spreadRates.strange, clock);

  const limitOf = ({ browser, network }: Attempt) => {
    if (browser.kind === 'known') return null;
    return browser.kind === 'familiar'
      ? { limit: familiar, key: browser.id }
      : { limit: strange, key: network };
  };

  function giveBack(attempt: Attempt): void {
    const at = limitOf(attempt);
    at?.limit.giveBack(at.key);
  }

  return {
    wait(attempt) {
      const at = limitOf(attempt);
      return at ? at.limit.wait(at.key) : 0;
    },
    take(attempt) {
      const at = limitOf(attempt);
      at?.limit.take(at.key);
    },
    // It was counted when it was taken.
    failed: () => undefined,
    giveBack,
    succeeded: giveBack,
  };
}
