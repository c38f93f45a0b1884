/**
 * Keeps the account of somebody who has just given the right password: the provider asks for it
 * several times in one sign-in, and each would be a search in the directory.
 */
import type { Account, Directory } from './directory.ts';

/** ms. As long as an access token lives, since userinfo asks as well. */
const keptMs = 10 * 60_000;
const maxKept = 5_000;

export type AccountCache = {
  remember(account: Account): void;
  find(subject: string): Promise<Account | null>;
};

export function createAccountCache(directory: Directory, clock: () => number): AccountCache {
  const recent = new Map<string, { account: Account; until: number }>();

  function forgetOld(): void {
    for (const [subject, { until }] of recent) {
      if (until > clock() && recent.size < maxKept) return;
      recent.delete(subject);
    }
  }

  return {
    remember(account) {
      forgetOld();
      recent.delete(account.subject);
      recent.set(account.subject, { account, until: clock() + keptMs });
    },
    async find(subject) {
      const kept = recent.get(subject);
      if (kept && kept.until > clock()) return kept.account;
      const found = await directory.stillHere(subject);
      return found && { subject, ...found };
    },
  };
}
