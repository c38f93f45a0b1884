/**
 * Numbers that grow with every command, over restarts and over all servers of Homeroom:
 * one counter in the database. Prosody uses them to tell a late command from a new one.
 */
export type CommandCounter = {
  nextOrder(): Promise<number>;
  /** @returns whether the counter was behind: a number that high was never given here */
  lift(order: number): Promise<boolean>;
};

/** For tests: begins anew with the process. */
export function createMemoryCounter(last = Date.now()): CommandCounter {
  return {
    nextOrder: async () => (last += 1),
    async lift(order) {
      const isBehind = order > last;
      if (isBehind) last = order;
      return isBehind;
    },
  };
}
