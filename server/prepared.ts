/**
 * Statements that are built and compiled once, and run with other values each time. Kysely
 * builds a tree and writes SQL from it whenever a query runs, which costs more than SQLite takes
 * to answer. For what every request asks; anywhere else a plain query reads better.
 */
import { type Compilable, type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';

/** Stands in a statement where a value comes each time. */
export type Placeholder<Values> = <Name extends keyof Values & string>(
  name: Name,
) => RawBuilder<Values[Name]>;

export type Prepared<Tables, Values, Row> = (db: Kysely<Tables>, values: Values) => Promise<Row[]>;

class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** @param build makes the statement; called once for each kind of database */
export function prepared<Tables, Values extends object, Row>(
  build: (db: Kysely<Tables>, value: Placeholder<Values>) => Compilable<Row>,
): Prepared<Tables, Values, Row> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>();

  function compiledFor(db: Kysely<Tables>): CompiledQuery<Row> {
    const { adapter } = db.getExecutor();
    const known = compiled.get(adapter);
    if (known) return known;
    const query = build(db, (name) => sql`${new Slot(name)}`).compile();
    compiled.set(adapter, query);
    return query;
  }

  return async (db, values) => {
    const query = compiledFor(db);
    const parameters = query.parameters.map((parameter): unknown =>
      parameter instanceof Slot ? Reflect.get(values, parameter.name) : parameter,
    );
    const { rows } = await db.executeQuery<Row>({ ...query, parameters });
    return rows;
  };
}
