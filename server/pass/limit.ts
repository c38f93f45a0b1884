/**
 * How often passes are given: each is a row that is kept for as long as the audit. A page takes
 * one to enter and one for each time the meeting is built anew. A person may have several
 * devices, and gains nothing by more sessions than that.
 */
import type { Actor } from '../http/auth.ts';
import { createThrottle, type Rate } from '../http/throttle.ts';

export const passRates = {
  session: { burst: 30, everyMs: 6_000 },
  person: { burst: 60, everyMs: 3_000 },
} as const satisfies Record<string, Rate>;

export type PassLimit = {
  /** @returns 0: counted. Else seconds to wait, and nothing was counted */
  take(actor: Actor): number;
  /** No pass was given after all. */
  giveBack(actor: Actor): void;
};

export function createPassLimit(clock: () => number): PassLimit {
  const session = createThrottle(passRates.session, clock);
  const person = createThrottle(passRates.person, clock);
  return {
    take({ sessionRef, personId }) {
      const wait = Math.max(session.wait(sessionRef), person.wait(personId));
      if (wait > 0) return Math.ceil(wait / 1000);
      session.take(sessionRef);
      person.take(personId);
      return 0;
    },
    giveBack({ sessionRef, personId }) {
      session.giveBack(sessionRef);
      person.giveBack(personId);
    },
  };
}
