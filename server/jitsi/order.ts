/**
 * Numbers that grow with every command, over restarts and over all servers of Homeroom:
 * one counter in the database. Prosody uses them to tell a late command from a new one.
 */
export type CommandCounter = {
  nextOrder(): Promise<number>;
  /** @returns whether the counter was behind: a number that high was never given here */
  lift(order: number): Promise<boolean>;
};
