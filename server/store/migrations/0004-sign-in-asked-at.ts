import type { Kysely } from 'kysely';

/** When a sign-in was asked for. Those under way, of whom that is not known, begin anew. */
export async function up(db: Kysely<{ signIn: object }>): Promise<void> {
  await db.deleteFrom('signIn').execute();
  await db.schema
    .alterTable('signIn')
    .addColumn('askedAt', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();
}
