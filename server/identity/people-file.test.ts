import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConcurrencyLimiter } from './concurrency-limiter.ts';
import { hashPassword } from './password.ts';
import { peopleDirectory } from './people-directory.ts';
import { type FiledPerson, changePeople, newPersonId, readPeople } from './people-file.ts';
import { readGroups } from './testing/flow.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'people-'));
  path = join(dir, 'people.json');
});
afterEach(() => rm(dir, { recursive: true }));

const always = () => true;

const open = () =>
  peopleDirectory({
    path,
    readGroups,
    limiter: createConcurrencyLimiter({ concurrency: 2, maxQueueLength: 100, maxWaitMs: 5_000 }),
  });

async function person(login: string, changes: Partial<FiledPerson> = {}): Promise<FiledPerson> {
  const password = await hashPassword(`${login} secret`);
  return { id: newPersonId(), login, name: login, groups: ['teachers'], password, ...changes };
}

const add = async (...people: FiledPerson[]) =>
  changePeople(path, (filed) => [...filed, ...people]);

describe('the people file', () => {
  it('is empty while it is not there', async () => {
    expect(await readPeople(path)).toEqual([]);
  });

  it('is for its owner only, also after it was replaced', async () => {
    await add(await person('anna'));
    await add(await person('ben'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readPeople(path)).map(({ login }) => login)).toEqual(['anna', 'ben']);
  });

  it('loses nothing when several change it at once', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, (_, n) => person(`p${n}`)));
    await Promise.all(people.map((one) => add(one)));
    expect(await readPeople(path)).toHaveLength(12);
  });

  it('stays as it was when a change fails', async () => {
    await add(await person('anna'));
    const before = await readFile(path, 'utf8');
    await expect(
      changePeople(path, () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await readFile(path, 'utf8')).toBe(before);
    await add(await person('ben'));
  });

  it('takes over the lock of a process that is gone', async () => {
    await writeFile(`${path}.lock`, '');
    await utimes(`${path}.lock`, 0, 0);
    await add(await person('anna'));
    expect(await readPeople(path)).toHaveLength(1);
  });

  it.each(['', '{', '[]', '{"version":2,"people":[]}', '{"version":1,"people":[{"id":"x"}]}'])(
    'names itself when it is not understood: %j',
    async (text) => {
      await writeFile(path, text);
      await expect(readPeople(path)).rejects.toThrow(path);
    },
  );

  it('does not repeat a hash in its complaint', async () => {
    await writeFile(path, '{"version":1,"people":[{"id":"x","password":"$scrypt$topsecret"}]}');
    await expect(readPeople(path)).rejects.not.toThrow('topsecret');
  });
});

describe('accounts from the people file', () => {
  it('signs in by login name, however it is written, and answers with the random id', async () => {
    const anna = await person('Anna', { name: 'Anna A.' });
    await add(anna);
    const answer = await open().checkPassword('ANNA ', 'Anna secret', always);
    expect(answer).toEqual({
      kind: 'signed-in',
      account: { subject: anna.id, name: 'Anna A.', groups: ['teachers'] },
    });
    expect(anna.id).not.toContain('nna');
  });

  it('refuses a wrong password and an unknown name alike', async () => {
    await add(await person('anna'));
    const directory = open();
    expect(await directory.checkPassword('anna', 'x', always)).toEqual({ kind: 'refused' });
    expect(await directory.checkPassword('eve', 'x', always)).toEqual({ kind: 'refused' });
  });

  it('follows a change of the file without a restart', async () => {
    const directory = open();
    expect(await directory.checkPassword('anna', 'anna secret', always)).toEqual({
      kind: 'unreachable',
      cause: expect.stringContaining('is not there'),
    });
    const anna = await person('anna');
    await add(anna);
    expect(await directory.checkPassword('anna', 'anna secret', always)).toMatchObject({
      kind: 'signed-in',
    });
    await changePeople(path, () => []);
    expect(await directory.stillHere(anna.id)).toBeNull();
  });

  it('says that it cannot be reached while the file is broken, and comes back', async () => {
    await add(await person('anna'));
    const whole = await readFile(path, 'utf8');
    const directory = open();
    await writeFile(path, 'broken');
    expect(await directory.checkPassword('anna', 'anna secret', always)).toMatchObject({
      kind: 'unreachable',
    });
    await writeFile(path, whole);
    expect(await directory.checkPassword('anna', 'anna secret', always)).toMatchObject({
      kind: 'signed-in',
    });
  });

  it('lets a given password open nothing until it is replaced', async () => {
    const anna = await person('anna', { mustChange: true });
    await add(anna);
    const directory = open();
    expect(await directory.checkPassword('anna', 'anna secret', always)).toMatchObject({
      kind: 'must-change',
    });
    expect(await directory.replacePassword?.(anna.id, 'anna secret')).toEqual({ kind: 'same' });
    expect(await directory.replacePassword?.(anna.id, 'my own words')).toEqual({
      kind: 'replaced',
    });
    expect(await directory.checkPassword('anna', 'my own words', always)).toMatchObject({
      kind: 'signed-in',
    });
    expect(await directory.replacePassword?.(anna.id, 'once more')).toEqual({ kind: 'gone' });
  });
});

describe('a people file that is gone', () => {
  it('is a directory that does not answer: nobody is taken for somebody who has left', async () => {
    const anna = await person('anna');
    await add(anna);
    const directory = open();
    expect(await directory.stillHere(anna.id)).toMatchObject({ name: 'anna' });
    await rm(path);
    await expect(directory.stillHere(anna.id)).rejects.toThrow('is not there');
    expect(await directory.checkPassword('anna', 'anna secret', always)).toMatchObject({
      kind: 'unreachable',
    });
    expect(await directory.probe()).toMatchObject({ isReachable: false });
    await add(anna);
    expect(await directory.stillHere(anna.id)).toMatchObject({ name: 'anna' });
  });
});
