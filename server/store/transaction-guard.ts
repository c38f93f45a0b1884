/**
 * One connection serves all, and a transaction holds it until it ends. Code that uses the database
 * itself inside a transaction waits for the transaction to end, and the transaction waits for that
 * code: for ever, without a message, and everybody else waits behind them. That is a mistake in the
 * code, so it is thrown as an error at once.
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
 * Refuses whoever asks for the connection while their own transaction holds it. Kysely asks at one
 * place for every query and every transaction; queries of a transaction's own `trx` do not pass
 * there.
 */
export function guardTransactions<Tables>(db: Kysely<Tables>): Kysely<Tables> {
  const holding = new AsyncLocalStorage<Held>();
  guards.set(db, holding);
  const executor = db.getExecutor();
  const provide = executor.provideConnection.bind(executor);
  executor.provideConnection = async (consumer, options) => {
    refuseInside(db);
    // Work that a transaction started without waiting for it may still run when the transaction
    // is over; it is then served.
    const held = { isOver: false };
    return provide(
      (connection) =>
        holding.run(held, () => consumer(connection).finally(() => (held.isOver = true))),
      options,
    );
  };
  return db;
}
