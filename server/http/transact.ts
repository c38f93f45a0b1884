/** One transaction: what a slice reads, decides and writes together. */
import type { Publish } from '../contract/change.ts';

/**
 * Runs `work` on stores of one transaction: all of it is written, or nothing. Only what
 * comes as `tx` may be used inside: the store throws where anything else asks the database.
 */
export type Transact<Tx> = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export type AfterCommit = {
  /** Publishes a change once the transaction is written; not at all when it fails. */
  publish: Publish;
  afterCommit(work: () => void): void;
};
