import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRoomStore } from '../rooms/rooms-store.ts';
import { initialRules } from '../rooms/rooms.ts';
import { ids } from '../contract/testing/ids.ts';
import { openDatabase } from './database.ts';
import { storageFault } from '../http/storage-fault.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @returns the slugs that were answered before the process was killed */
async function writeAndKill(script: string, path: string, howMany: number): Promise<string[]> {
  const program = join(import.meta.dirname, '../testing', script);
  const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.split('\n').length > howMany && !child.killed) child.kill('SIGKILL');
  }
  // What stands before a line break was said whole.
  return said.split('\n').slice(0, -1);
}

describe('the database', () => {
  it.each([
    ['one after the other', 'writes-until-killed.ts', 1],
    ['together', 'writes-together-until-killed.ts', 16],
  ])(
    'loses nothing that was answered when its process is killed while it writes: %s',
    async (_, script, atOnce) => {
      const path = join(folder, 'homeroom.sqlite');
      const answered = await writeAndKill(script, path, 100);
      expect(answered.length).toBeGreaterThanOrEqual(100);
      const db = await openDatabase(path);
      const rooms = createRoomStore(db);
      for (const slug of answered) {
        // All of a room or nothing: its class and its organizer are there too.
        expect(await rooms.bySlug(ids.slug(slug))).toMatchObject({
          classes: ['7a'],
          organizers: [{ name: 'Ada' }],
        });
      }
      const all = await db.selectFrom('room').select('slug').execute();
      expect(all.length - answered.length).toBeLessThanOrEqual(atOnce);
      await db.destroy();
    },
  );

  it('is migrated once, and opened without a change afterwards', async () => {
    const path = join(folder, 'homeroom.sqlite');
    await (await openDatabase(path)).destroy();
    const before = statSync(path).size;
    await (await openDatabase(path)).destroy();
    expect(statSync(path).size).toBe(before);
  });

  it('keeps its old shape when a migration fails, and gets the new one when it is mended', async () => {
    const path = join(folder, 'homeroom.sqlite');
    const file = new DatabaseSync(path);
    // The last migration finds a table of its name, and fails after many that went well.
    file.exec('create table signInsEnded (mine text)');
    const tables = () => file.prepare("select name from sqlite_schema where type = 'table'").all();
    const before = tables();
    await expect(openDatabase(path)).rejects.toThrow();
    expect(tables()).toEqual(before);
    file.exec('drop table signInsEnded');
    file.close();
    await (await openDatabase(path)).destroy();
  });

  it('is not opened by an older Homeroom than has written it', async () => {
    const path = join(folder, 'homeroom.sqlite');
    await (await openDatabase(path)).destroy();
    const file = new DatabaseSync(path);
    file
      .prepare('insert into kysely_migration (name, timestamp) values (?, ?)')
      .run('9999-of-tomorrow', new Date().toISOString());
    file.close();
    await expect(openDatabase(path)).rejects.toThrow('9999-of-tomorrow');
  });

  it('refuses a path that is no database file', async () => {
    const path = join(folder, 'homeroom.sqlite');
    rmSync(path, { force: true });
    await expect(openDatabase(folder)).rejects.toThrow();
  });

  it('lets no other process write between what a transaction reads and what it writes', async () => {
    const path = join(folder, 'homeroom.sqlite');
    const db = await openDatabase(path);
    const other = new DatabaseSync(path, { timeout: 0 });
    await db.transaction().execute(async (trx) => {
      await trx.selectFrom('slugUsed').selectAll().execute();
      expect(() => other.exec('begin immediate')).toThrow(/locked/);
    });
    other.exec('begin immediate; rollback');
    other.close();
    await db.destroy();
  });

  it('gives no slug twice, not even after its room was deleted', async () => {
    const db = await openDatabase(':memory:');
    const rooms = createRoomStore(db);
    const room = {
      id: ids.room('a'),
      slug: ids.slug('maths'),
      name: 'Maths',
      createdAt: 0,
      rules: initialRules,
      colour: 'green' as const,
      picture: null,
      classes: [],
      organizerId: ids.person('ada'),
    };
    await db
      .insertInto('person')
      .values({
        id: ids.person('ada'),
        issuer: 'i',
        subject: 's',
        name: 'Ada',
        role: null,
        isAdmin: 0,
        classes: '[]',
        groupsSeen: '[]',
        signedInAt: null,
      })
      .execute();
    await rooms.create(room);
    await rooms.delete(ids.room('a'));
    await expect(rooms.create({ ...room, id: ids.room('b') })).rejects.toThrow(/UNIQUE/);
    expect(await rooms.bySlug(ids.slug('maths'))).toBeNull();
    await db.destroy();
  });

  it('says that the disk is full, and what was begun is undone', async () => {
    const db = await openDatabase(':memory:');
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count ?? 0}`).execute(db);
    const filling = db.transaction().execute(async (trx) => {
      for (let number = 0; ; number += 1) {
        await trx
          .insertInto('slugUsed')
          .values({ slug: ids.slug(`${number} ${'x'.repeat(4_000)}`) })
          .execute();
      }
    });
    const fault: unknown = await filling.catch((error: unknown) => error);
    expect(String(fault)).toContain('full');
    expect(storageFault(fault)).toBe('full');
    expect(await db.selectFrom('slugUsed').selectAll().execute()).toEqual([]);
    await db.destroy();
  });

  it('which refuses a statement is not reported as unusable', async () => {
    const db = await openDatabase(':memory:');
    const twice = () =>
      db
        .insertInto('slugUsed')
        .values({ slug: ids.slug('maths') })
        .execute();
    await twice();
    const fault: unknown = await twice().catch((error: unknown) => error);
    expect(String(fault)).toContain('UNIQUE');
    expect(storageFault(fault)).toBeNull();
    await db.destroy();
  });

  it('runs fifty transactions that come at once, one after the other', async () => {
    const db = await openDatabase(':memory:');
    await Promise.all(
      Array.from({ length: 50 }, (_, number) =>
        db
          .transaction()
          .execute(async (trx) => {
            await trx
              .insertInto('slugUsed')
              .values({ slug: ids.slug(`room-${number}`) })
              .execute();
            if (number % 2 === 1) throw new Error('undone');
          })
          .catch(() => {}),
      ),
    );
    expect(await db.selectFrom('slugUsed').select('slug').execute()).toHaveLength(25);
    await db.destroy();
  });
});
