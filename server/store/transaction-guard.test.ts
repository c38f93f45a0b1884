import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import { createRoomStore } from '../rooms/rooms-store.ts';
import { createStores } from '../serve/stores.ts';
import { type Database, openDatabase } from './database.ts';

const fault = /the database itself was used inside a transaction/;

let db: Database;
beforeEach(async () => {
  db = await openDatabase(':memory:');
});
afterEach(() => db.destroy());

const take = (on: Database, slug: string) =>
  on
    .insertInto('slugUsed')
    .values({ slug: ids.slug(slug) })
    .execute();
const taken = async () => (await db.selectFrom('slugUsed').select('slug').execute()).length;

describe('inside a transaction', () => {
  it.each<[string, (outer: Database) => Promise<unknown>]>([
    ['a query', (outer) => outer.selectFrom('slugUsed').selectAll().execute()],
    ['a store', (outer) => createRoomStore(outer).bySlug(ids.slug('maths'))],
    ['another transaction', (outer) => outer.transaction().execute(async () => undefined)],
    ['the stores of a server', (outer) => createStores(outer).inTransaction(async () => undefined)],
  ])('%s on the database itself is refused at once, and all is undone', async (_, use) => {
    const work = db.transaction().execute(async (trx) => {
      await take(trx, 'maths');
      await use(db);
    });
    await expect(work).rejects.toThrow(fault);
    expect(await taken()).toBe(0);
  });

  it('is seen however deep it is called, and after a wait', async () => {
    const deep = async () => {
      await new Promise(setImmediate);
      await Promise.all([1, 2].map(taken));
    };
    await expect(db.transaction().execute(deep)).rejects.toThrow(fault);
  });

  it('names the mistake where the caller went on without an answer', async () => {
    const refused = Promise.withResolvers<unknown>();
    await db.transaction().execute(async (trx) => {
      taken().catch(refused.resolve);
      await take(trx, 'maths');
    });
    expect(String(await refused.promise)).toMatch(fault);
    expect(await taken()).toBe(1);
  });
});

describe('outside of a transaction', () => {
  it('whoever comes meanwhile waits, and is served', async () => {
    const begun = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const first = db.transaction().execute(async (trx) => {
      await take(trx, 'maths');
      begun.resolve();
      await mayEnd.promise;
    });
    await begun.promise;
    const second = db.transaction().execute((trx) => take(trx, 'art'));
    const count = taken();
    mayEnd.resolve();
    await Promise.all([first, second]);
    expect(await count).toBe(2);
  });

  it('what a transaction set off for later is served once it is over', async () => {
    const over = Promise.withResolvers<void>();
    const later: Promise<number>[] = [];
    await db.transaction().execute(async (trx) => {
      later.push(over.promise.then(taken));
      await take(trx, 'maths');
    });
    over.resolve();
    expect(await later[0]).toBe(1);
  });

  it('one that failed holds nothing', async () => {
    const failing = db.transaction().execute(async () => {
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await taken()).toBe(0);
  });

  it('another database is another matter', async () => {
    const other = await openDatabase(':memory:');
    await db.transaction().execute(() => take(other, 'maths'));
    expect(await other.selectFrom('slugUsed').selectAll().execute()).toHaveLength(1);
    await other.destroy();
  });
});
