import { type Kysely, sql } from 'kysely';

/**
 * Commands of a lesson, in the order of one counter; it begins above every number that
 * was taken from a clock before. And the passes that still open something, found by
 * whoever loses a right.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lessonCommand')
    .addColumn('order', 'bigint', (c) => c.primaryKey())
    .addColumn('lessonId', 'text', (c) => c.notNull())
    .addColumn('command', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('lessonCommandByLessonId')
    .on('lessonCommand')
    .column('lessonId')
    .execute();
  await db.schema
    .createTable('commandCounter')
    .addColumn('last', 'bigint', (c) => c.notNull())
    .execute();
  await sql`insert into ${sql.table('commandCounter')} (${sql.ref('last')}) values (${Date.now()})`.execute(
    db,
  );
  await moveKept(db);
  for (const column of ['personId', 'roomId', 'sessionRef']) {
    await db.schema
      .createIndex(`passIssuedOpenBy${column}`)
      .on('passIssued')
      .column(column)
      .where(sql.ref('voidedAt'), 'is', null)
      .execute();
  }
}

type Kept = { id: string; command: string };

/** What was not acknowledged under the old numbers is given again under new ones. */
async function moveKept(db: Kysely<unknown>): Promise<void> {
  const { rows } =
    await sql<Kept>`select ${sql.ref('id')}, ${sql.ref('command')} from ${sql.table('commandOutbox')} order by ${sql.ref('keptAt')}`.execute(
      db,
    );
  for (const { command } of rows) {
    const { order, ...told }: { order: number; lessonId: string } = JSON.parse(command);
    await sql`insert into ${sql.table('lessonCommand')} (${sql.ref('order')}, ${sql.ref('lessonId')}, ${sql.ref('command')})
      values (${order}, ${told.lessonId}, ${JSON.stringify(told)})
      on conflict do nothing`.execute(db);
  }
  await db.schema.dropTable('commandOutbox').execute();
}
