/**
 * Kysely's own SQLite dialect on Node's own SQLite: one connection, WAL, every answered
 * write on disk (`synchronous=full`: a crash or a power cut loses nothing that was
 * answered).
 *
 * One connection serves all; a transaction holds it, and others wait their turn, which
 * Kysely sees to. So inside a transaction's callback only its `trx` may be used
 * (transaction-guard.ts).
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';

/** SQL text → prepared statement. Homeroom's queries are few and fixed. */
const maxStatements = 500;

class NodeSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: preparing(database) });
    this.#database = database;
  }

  /**
   * A transaction that means to write takes the lock at its begin: one that took it later would
   * be refused, without waiting, where another process (`homeroom people`) wrote meanwhile.
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // On some faults, such as a full disk, SQLite has rolled back already; rolling back again
    // would hide that fault.
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** SQLite can undo changes of the schema in a transaction, which Kysely does not use by itself. */
class NodeSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** @param path the database file, or `:memory:` */
export function sqliteDialect(path: string): Dialect {
  return {
    createAdapter: () => new NodeSqliteAdapter(),
    createDriver: () => new NodeSqliteDriver(openFile(path)),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function openFile(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    database.exec(
      'pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma temp_store=memory;',
    );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** As Kysely asks for it, in the shape of better-sqlite3; a statement is prepared once. */
function preparing(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= maxStatements) statements.clear();
      const statement = shaped(database.prepare(sql), sql);
      statements.set(sql, statement);
      return statement;
    },
    close: () => database.close(),
  };
}

function shaped(statement: StatementSync, sql: string): SqliteStatement {
  const inputs = (parameters: readonly unknown[]): SQLInputValue[] => {
    const fit = parameters.filter(isInput);
    if (fit.length !== parameters.length) throw new TypeError(`not storable: ${sql}`);
    return fit;
  };
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...inputs(parameters)),
    run: (parameters) => statement.run(...inputs(parameters)),
    iterate: (parameters) => statement.iterate(...inputs(parameters)),
  };
}

function isInput(value: unknown): value is SQLInputValue {
  return (
    value === null ||
    typeof value === 'number' ||
    typeof value === 'string' ||
    typeof value === 'bigint' ||
    value instanceof Uint8Array
  );
}
