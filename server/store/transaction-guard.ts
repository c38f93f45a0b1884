/**
 * One connection serves all, and a transaction holds it until it ends. Whoever uses the database
 * itself inside a transaction would wait for that end, and the transaction for them: for ever,
 * without a word, and everybody else behind them. That is a fault in the code, and said as one.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';

const fault =
  'the database itself was used inside a transaction: use what the transaction hands to its ' +
  'callback, or do it after the transaction (afterCommit)';

type Held = { isOver: boolean };

/** For each database, what says whether the code that runs holds its connection. */
const guards = new WeakMap<object, AsyncLocalStorage<Held>>();

/** @throws where a transaction on this database is being run */
export function refuseInside(db: object): void {
  if (guards.get(db)?.getStore()?.isOver === false) throw new Error(fault);
}

/**
 * What asks for the connection while it holds it, is refused. Kysely asks at one place for every
 * query and every transaction; those of a transaction's own `trx` ask another.
 */
export function guardTransactions<Tables>(db: Kysely<Tables>): Kysely<Tables> {
  const holding = new AsyncLocalStorage<Held>();
  guards.set(db, holding);
  const executor = db.getExecutor();
  const provide = executor.provideConnection.bind(executor);
  executor.provideConnection = async (consumer, options) => {
    refuseInside(db);
    // What a transaction sets off, and is not waited for, may come when it is over.
    const held = { isOver: false };
    return provide(
      (connection) =>
        holding.run(held, () => consumer(connection).finally(() => (held.isOver = true))),
      options,
    );
  };
  return db;
}
