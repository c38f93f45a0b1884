import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql, type Transaction } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageFault } from '../http/storage-fault.ts';
import { createGroupCommit, type InTransaction } from './group-commit.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { guardTransactions } from './transaction-guard.ts';

type Tables = { slugUsed: { slug: string } };

let folder: string;
let db: Kysely<Tables>;
let inTransaction: InTransaction<Transaction<Tables>>;
/** Every statement that has run. */
let ran: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-group-'));
  ran = [];
  db = guardTransactions(
    new Kysely<Tables>({
      dialect: sqliteDialect(join(folder, 'homeroom.sqlite')),
      log: ({ query }) => void ran.push(query.sql),
    }),
  );
  await sql`create table "slugUsed" (slug text primary key)`.execute(db);
  inTransaction = createGroupCommit(db, (trx) => trx);
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true });
});

const add = (slug: string) => (trx: Transaction<Tables>) =>
  trx.insertInto('slugUsed').values({ slug }).execute();

const slugs = async () =>
  (await db.selectFrom('slugUsed').select('slug').orderBy('slug').execute()).map(
    ({ slug }) => slug,
  );

const outcomes = async (works: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(works)).map(({ status }) => status);

/** Four pages that the database may still take. */
async function nearlyFull(): Promise<void> {
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 4}`).execute(db);
}

async function fill(trx: Transaction<Tables>): Promise<void> {
  for (let count = 0; ; count += 1) await add(`${count} ${'x'.repeat(4_000)}`)(trx);
}

describe('transactions that wait together', () => {
  it('are committed together, and every commit is on disk before it is answered', async () => {
    const names = Array.from({ length: 20 }, (_, number) => `room-${number}`);
    await Promise.all(names.map((slug) => inTransaction(add(slug))));
    expect(await slugs()).toEqual(names.toSorted());
    expect(ran.filter((text) => text === 'commit')).toHaveLength(1);
    // 2 is `full`: SQLite syncs its log at each commit.
    expect(await sql`pragma synchronous`.execute(db)).toMatchObject({ rows: [{ synchronous: 2 }] });
  });

  it('are answered once another process can read them, and not before', async () => {
    const other = new DatabaseSync(join(folder, 'homeroom.sqlite'), { readOnly: true });
    const seen = () => other.prepare('select count(*) as count from "slugUsed"').get();
    let seenInside: unknown;
    const first = inTransaction(add('first'));
    const second = inTransaction(async (trx) => {
      await add('second')(trx);
      seenInside = seen();
    });
    await first;
    expect(seen()).toEqual({ count: 2 });
    await second;
    expect(seenInside).toEqual({ count: 0 });
    other.close();
  });

  it('see what those before them have written, as they would one after the other', async () => {
    const [, there] = await Promise.all([
      inTransaction(add('maths')),
      inTransaction((trx) => trx.selectFrom('slugUsed').selectAll().execute()),
    ]);
    expect(there).toEqual([{ slug: 'maths' }]);
  });

  it('fail each by itself: what one has written is undone, and nothing of the others', async () => {
    const works = Array.from({ length: 6 }, (_, number) =>
      inTransaction(async (trx) => {
        await add(`room-${number}`)(trx);
        if (number % 2 === 1) throw new Error('undone');
        return number;
      }),
    );
    expect(await outcomes(works)).toEqual(
      Array.from({ length: 6 }, (_, number) => (number % 2 === 1 ? 'rejected' : 'fulfilled')),
    );
    expect(await slugs()).toEqual(['room-0', 'room-2', 'room-4']);
  });

  it('that break a rule of the database fail alone, too', async () => {
    const works = ['maths', 'maths', 'art'].map((slug) => inTransaction(add(slug)));
    expect(await outcomes(works)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await slugs()).toEqual(['art', 'maths']);
  });

  it('are all refused when the disk is full, nothing of them remains, and it goes on after', async () => {
    await nearlyFull();
    const works = [inTransaction(add('before')), inTransaction(fill), inTransaction(add('after'))];
    const faults = await Promise.all(
      works.map((work) =>
        work.then(
          () => 'written',
          (error: unknown) => storageFault(error),
        ),
      ),
    );
    expect(faults).toEqual(['full', 'full', 'full']);
    expect(await slugs()).toEqual([]);
    await inTransaction(add('later'));
    expect(await slugs()).toEqual(['later']);
  });

  it('that come while others are written wait for the next group', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const first = inTransaction(async (trx) => {
      begin();
      await add('a')(trx);
    });
    await begun;
    await Promise.all([first, ...['b', 'c'].map((slug) => inTransaction(add(slug)))]);
    expect(await slugs()).toEqual(['a', 'b', 'c']);
    expect(ran.filter((text) => text === 'commit')).toHaveLength(2);
  });

  it('are begun inside of none: that one would wait for ever', async () => {
    const inside = inTransaction(async (trx) => {
      await add('a')(trx);
      await inTransaction(add('b'));
    });
    const beside = inTransaction(add('c'));
    await expect(inside).rejects.toThrow('inside a transaction');
    await beside;
    expect(await slugs()).toEqual(['c']);
  });

  it('let who only reads take a turn between two groups', async () => {
    const done: string[] = [];
    const write = (slug: string) => inTransaction(add(slug)).then(() => done.push(slug));
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const first = inTransaction(async (trx) => {
      begin();
      await add('first')(trx);
    });
    const writes = Array.from({ length: 70 }, (_, number) => write(`room-${number}`));
    await begun;
    const reading = slugs().then(() => done.push('read'));
    await Promise.all([first, ...writes, reading]);
    expect(done.indexOf('read')).toBeLessThan(done.length - 1);
  });
});
