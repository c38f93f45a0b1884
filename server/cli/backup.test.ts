/** A backup of a school that goes on, and what comes back of it. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import { hashPassword } from '../identity/password.ts';
import { changePeople, newPersonId, readPeople } from '../identity/people-file.ts';
import { lockFolder } from '../serve/data-dir.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { backup } from './backup.ts';
import type { KeptData } from './kept-data.ts';
import { restore } from './restore.ts';
import { addRoom, addSession, databaseWith } from './testing/people-seen.ts';

const now = Date.UTC(2026, 10, 26, 8);

let dir: string;
let data: KeptData;
let db: Database;
const at = (name: string) => join(dir, name);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homeroom-backup-'));
  await mkdir(at('data'));
  data = {
    folder: at('data'),
    database: at('data/homeroom.sqlite'),
    keys: at('data/keys'),
    peopleFile: at('data/people.json'),
    url: 'https://school.example/',
    version: '1.2.3',
    clock: () => now,
  };
  await addAccount('anna');
  await mkdir(data.keys);
  await writeFile(join(data.keys, 'session-seal'), 'the seal', { mode: 0o600 });
  db = await databaseWith(data.database, 'issuer', { 'person-anna': 'anna' });
  await addRoom(db, 'chemistry', ['person-anna']);
  await addSession(db, 'person-anna');
  await addLesson();
});
afterEach(async () => {
  await db.destroy();
  await rm(dir, { recursive: true });
});

async function addAccount(login: string): Promise<void> {
  const password = await hashPassword('long enough');
  const person = { id: newPersonId(), login, name: login, groups: [], password };
  await changePeople(at('data/people.json'), (people) => [...people, person]);
}

/** Open, with somebody in it, a pass, and a command that Prosody has not acknowledged. */
async function addLesson(): Promise<void> {
  const lesson = { lessonId: ids.lesson('open'), roomId: ids.room('chemistry') };
  const clocks = { openedAt: 1, toldAt: 1, runningSince: 1, deadlineAt: null, maxEndsAt: 2 };
  const whole = { state: 'running' as const, endedAt: null, endReason: null };
  await db
    .insertInto('lesson')
    .values({
      id: lesson.lessonId,
      roomId: lesson.roomId,
      ...clocks,
      ...whole,
      openedBy: ids.person('person-anna'),
      isClosedToNewcomers: 0,
    })
    .execute();
  const pass = { passId: ids.pass('jti'), affiliation: 'owner' as const };
  await db
    .insertInto('lessonOccupant')
    .values({
      ...pass,
      occupantId: 'o',
      lessonId: lesson.lessonId,
      personId: ids.person('person-anna'),
      breakoutId: null,
      enteredAt: 1,
    })
    .execute();
  await db
    .insertInto('passIssued')
    .values({
      id: pass.passId,
      issuedAt: 1,
      expiresAt: now + 60_000,
      personId: ids.person('person-anna'),
      ...lesson,
      affiliation: 'owner',
      sessionRef: ids.session('r'),
      voidedAt: null,
    })
    .execute();
  await db
    .insertInto('lessonCommand')
    .values({ order: 1, lessonId: lesson.lessonId, command: '{"kind":"open"}' })
    .execute();
}

/** Runs one of the two at a terminal. */
async function run(
  command: (terminal: Parameters<typeof backup>[1]) => Promise<number>,
  typed = '',
): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const paper = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const terminal = { stdin: Readable.from([typed]), stdout: paper, stderr: paper, env: {} };
  return { code: await command(terminal), said: lines.join('') };
}

const backUp = (...args: string[]) => run((terminal) => backup(args, terminal, data));
const bringBack = (args: string[], typed = '') =>
  run(
    (terminal) => restore(args, terminal, data, () => lockFolder(data.folder, 'homeroom')),
    typed,
  );

/** As a server leaves it that was stopped. */
async function stopServer(): Promise<void> {
  await db.destroy();
}

const rows = (query: string): unknown[] => {
  using database = new DatabaseSync(data.database, { readOnly: true });
  return database
    .prepare(query)
    .all()
    .map((row) => Object.values(row)[0]);
};

describe('homeroom backup', () => {
  it('is one file for its owner’s eyes, made while the server writes', async () => {
    const writing = addRoom(db, 'physics', ['person-anna']);
    const { code } = await backUp(at('backup'));
    await writing;
    expect(code).toBe(0);
    expect((await stat(at('backup'))).mode & 0o777).toBe(0o600);
    expect(await readdir(data.folder)).not.toContain(expect.stringMatching(/^backup-/));
  });

  it('holds what was committed, in the log that is not folded in yet too', async () => {
    // SQLite folds its log in by itself only after a thousand pages.
    expect(existsSync(`${data.database}-wal`)).toBe(true);
    await backUp(at('backup'));
    using copy = new DatabaseSync(at('backup'), { readOnly: true });
    expect(copy.prepare('select name from room').all()).toEqual([{ name: 'Room chemistry' }]);
  });

  it('never writes over a file', async () => {
    await writeFile(at('backup'), 'something else');
    const { code, said } = await backUp(at('backup'));
    expect(code).toBe(1);
    expect(said).toContain('is there already');
    expect(await readFile(at('backup'), 'utf8')).toBe('something else');
  });

  it('leaves nothing half when it fails', async () => {
    await chmod(data.database, 0o600);
    await writeFile(data.database, 'no database');
    await rm(`${data.database}-wal`);
    const { code, said } = await backUp(at('backup'));
    expect(code).toBe(1);
    expect(said).toContain('Not done: ');
    expect(existsSync(at('backup'))).toBe(false);
  });

  it.each([[[]], [['--now']], [['a', 'b']]])('is not understood with %j', async (args) => {
    expect((await backUp(...args)).code).toBe(2);
  });

  it('says that there is nothing yet', async () => {
    data = { ...data, database: at('elsewhere.sqlite') };
    const { code, said } = await backUp(at('backup'));
    expect(code).toBe(1);
    expect(said).toContain('nothing to back up');
    expect(existsSync(at('elsewhere.sqlite'))).toBe(false);
  });
});

describe('homeroom restore', () => {
  beforeEach(async () => {
    await backUp(at('backup'));
    await addRoom(db, 'made-later', ['person-anna']);
    await stopServer();
  });

  it('brings rooms and accounts back, and says which', async () => {
    await changePeople(at('data/people.json'), () => []);
    await addAccount('newcomer');
    const { code, said } = await bringBack([at('backup'), '--yes']);
    expect(code).toBe(0);
    expect(said).toContain('A backup of 2026-11-26 08:00 UTC, by Homeroom 1.2.3, with 1 rooms.');
    expect(said).toContain('come back: anna');
    expect(rows('select name from room')).toEqual(['Room chemistry']);
    expect((await readPeople(at('data/people.json'))).map(({ login }) => login)).toEqual(['anna']);
    expect((await stat(at('data/people.json'))).mode & 0o777).toBe(0o600);
  });

  it('opens nothing that was open then', async () => {
    await bringBack([at('backup'), '--yes']);
    expect(rows('select state from lesson')).toEqual(['ended']);
    expect(rows('select voidedAt from passIssued')).toEqual([now]);
    for (const table of ['session', 'signIn', 'stepUp', 'lessonOccupant', 'lessonCommand'])
      expect(rows(`select count(*) from ${table}`)).toEqual([0]);
  });

  it('is a database again that a server opens, and nothing else', async () => {
    await bringBack([at('backup'), '--yes']);
    const opened = await openDatabase(data.database);
    await opened.destroy();
    expect(rows("select count(*) from sqlite_master where name like 'backup%'")).toEqual([0]);
  });

  it('keeps what was there', async () => {
    await bringBack([at('backup'), '--yes']);
    const kept = (await readdir(data.folder)).filter((name) => name.includes('before-restore'));
    expect(kept.toSorted()).toEqual([
      'homeroom.sqlite.before-restore-2026-11-26T08-00-00-000Z',
      'people.json.before-restore-2026-11-26T08-00-00-000Z',
    ]);
    using old = new DatabaseSync(join(data.folder, kept.toSorted()[0] ?? ''), { readOnly: true });
    expect(old.prepare('select count(*) as n from room').get()).toEqual({ n: 2 });
  });

  it('asks, and changes nothing without the word', async () => {
    const { code, said } = await bringBack([at('backup')], 'yes\n');
    expect(code).toBe(1);
    expect(said).toContain('Nothing was changed.');
    expect(rows('select count(*) from room')).toEqual([2]);
    expect((await bringBack([at('backup')], 'restore\n')).code).toBe(0);
    expect(rows('select count(*) from room')).toEqual([1]);
  });

  it('lets no server lose its database under its hands', async () => {
    const server = lockFolder(data.folder, 'homeroom');
    const { code, said } = await bringBack([at('backup'), '--yes']);
    server?.close();
    expect(code).toBe(1);
    expect(said).toContain('Homeroom is running');
    expect(rows('select count(*) from room')).toEqual([2]);
  });

  it('puts no key in the place of a newer one, and brings back one that is lost', async () => {
    await writeFile(join(data.keys, 'session-seal'), 'made new after a theft');
    await bringBack([at('backup'), '--yes']);
    expect(await readFile(join(data.keys, 'session-seal'), 'utf8')).toBe('made new after a theft');
    await rm(data.keys, { recursive: true });
    await bringBack([at('backup'), '--yes']);
    expect(await readFile(join(data.keys, 'session-seal'), 'utf8')).toBe('the seal');
  });

  it('goes over a damaged database, with nothing of its log', async () => {
    await writeFile(data.database, 'damaged');
    await writeFile(`${data.database}-wal`, 'damaged too');
    expect((await bringBack([at('backup'), '--yes'])).code).toBe(0);
    expect(existsSync(`${data.database}-wal`)).toBe(false);
    expect(rows('select count(*) from room')).toEqual([1]);
  });

  it('works on a machine that has nothing yet', async () => {
    await rm(data.folder, { recursive: true });
    expect((await bringBack([at('backup'), '--yes'])).code).toBe(0);
    expect(rows('select count(*) from room')).toEqual([1]);
  });

  it('says that people are known by another address', async () => {
    data = { ...data, url: 'https://new.example/' };
    expect((await bringBack([at('backup')], '\n')).said).toContain(
      'made at https://school.example/',
    );
  });

  it('leaves the people file out where accounts are elsewhere now', async () => {
    data = { ...data, peopleFile: null };
    expect((await bringBack([at('backup'), '--yes'])).code).toBe(0);
    expect(await readdir(data.folder)).not.toContain(expect.stringContaining('people.json.before'));
  });

  const damage: [string, (bytes: Buffer) => Buffer][] = [
    ['is cut', (bytes) => bytes.subarray(0, bytes.length - 4_096)],
    ['is empty', () => Buffer.of()],
    ['is something else', () => Buffer.from('a spreadsheet')],
    [
      'has a page of nothing',
      (bytes) => Buffer.concat([bytes.subarray(0, 4_096), bytes.subarray(4_096).fill(0, 0, 8_192)]),
    ],
  ];
  it.each(damage)('refuses a file that %s, and changes nothing', async (_, change) => {
    await writeFile(at('damaged'), change(await readFile(at('backup'))));
    const { code, said } = await bringBack([at('damaged'), '--yes']);
    expect(code).toBe(1);
    expect(said).toContain('Nothing was changed');
    expect(rows('select count(*) from room')).toEqual([2]);
    expect(await readdir(data.folder)).not.toContain('restoring.sqlite');
  });

  it('refuses a plain database: it would say nothing of what it is', async () => {
    expect((await bringBack([data.database, '--yes'])).code).toBe(1);
  });

  it('refuses a backup of a newer Homeroom', async () => {
    using copy = new DatabaseSync(at('backup'));
    copy.exec("insert into kysely_migration values ('9999-later', '2027-01-01')");
    copy.close();
    const { code, said } = await bringBack([at('backup'), '--yes']);
    expect(code).toBe(1);
    expect(said).toContain('newer');
    expect(rows('select count(*) from room')).toEqual([2]);
  });

  it('writes nothing outside, whatever a backup names its files', async () => {
    using copy = new DatabaseSync(at('backup'));
    copy.exec("insert into backupFile values ('keys/../../escaped', x'00'), ('../escaped', x'00')");
    copy.close();
    expect((await bringBack([at('backup'), '--yes'])).code).toBe(0);
    expect(await readdir(dir)).not.toContain('escaped');
    expect(await readdir(data.folder)).not.toContain('escaped');
  });
});
