/**
 * Group commit: transactions that wait at the same time are written to disk together. Most of
 * what a small transaction costs is its sync, and one sync serves as many as wait for it: see
 * docs/decisions/0045.
 *
 * Each work runs by itself, one after the other, behind a savepoint of its own: one that fails
 * is undone and takes nothing of the others along. Nobody is answered before the sync.
 */
import { setImmediate } from 'node:timers/promises';
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { refuseInside } from './transaction-guard.ts';

/** Runs `work` in a transaction. @returns what it returns, once that is on disk */
export type InTransaction<Bound> = <T>(work: (bound: Bound) => Promise<T>) => Promise<T>;

/** Whoever only reads takes turns with the groups: none is so long that a page would wait for it. */
const maxGroup = 64;

const savepoint = CompiledQuery.raw('savepoint work');
const release = CompiledQuery.raw('release work');
const rollback = CompiledQuery.raw('rollback to work');

type Waiting<Tables, Bound> = {
  /** @returns what tells its caller how it went, for when all is on disk */
  run(trx: Transaction<Tables>, bound: Bound, isAlone: boolean): Promise<() => void>;
  fail(error: unknown): void;
};

/** @param bind what a work is given of the transaction; made once for a group */
export function createGroupCommit<Tables, Bound>(
  db: Kysely<Tables>,
  bind: (trx: Transaction<Tables>) => Bound,
): InTransaction<Bound> {
  const waiting: Waiting<Tables, Bound>[] = [];
  let isWriting = false;

  async function writeGroup(group: readonly Waiting<Tables, Bound>[]): Promise<void> {
    const answers: (() => void)[] = [];
    try {
      await db.transaction().execute(async (trx) => {
        const bound = bind(trx);
        for (const work of group) answers.push(await work.run(trx, bound, group.length === 1));
      });
    } catch (error) {
      for (const work of group) work.fail(error);
      return;
    }
    for (const answer of answers) answer();
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    // Who asks in the same turn of the event loop comes along.
    await setImmediate();
    while (waiting.length > 0) await writeGroup(waiting.splice(0, maxGroup));
    isWriting = false;
  }

  return async (work) => {
    // It would wait for a group that waits for it.
    refuseInside(db);
    return new Promise((resolve, reject) => {
      waiting.push({
        fail: reject,
        async run(trx, bound, isAlone) {
          if (isAlone) {
            const value = await work(bound);
            return () => resolve(value);
          }
          await trx.executeQuery(savepoint);
          try {
            const value = await work(bound);
            await trx.executeQuery(release);
            return () => resolve(value);
          } catch (error) {
            await undo(trx, error);
            return () => reject(error);
          }
        },
      });
      if (!isWriting) void writeAll();
    });
  };
}

/** @throws `error` where the whole transaction is undone already, as when the disk is full */
async function undo<Tables>(trx: Transaction<Tables>, error: unknown): Promise<void> {
  try {
    await trx.executeQuery(rollback);
    await trx.executeQuery(release);
  } catch {
    throw error;
  }
}
