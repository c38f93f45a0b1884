/**
 * Commands that must not be lost: ending a lesson, removing somebody, voiding
 * passes. Written down before they are tried, and repeated until acknowledged, over
 * restarts of either side.
 */
import type { Command } from './protocol.ts';

export type KeptCommand = { id: string; keptAt: number; command: Command };

/** What the adapter needs of storage. */
export type CommandOutbox = {
  keep(kept: KeptCommand): Promise<void>;
  /** Oldest first. */
  pending(): Promise<readonly KeptCommand[]>;
  done(id: string): Promise<void>;
};

/** For tests: forgets with the process. */
export function createMemoryOutbox(): CommandOutbox {
  const all = new Map<string, KeptCommand>();
  return {
    async keep(kept) {
      all.set(kept.id, kept);
    },
    async pending() {
      return [...all.values()];
    },
    async done(id) {
      all.delete(id);
    },
  };
}
