import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyPassword } from '../identity/password.ts';
import { readPeople } from '../identity/people-file.ts';
import type { Terminal } from './terminal.ts';
import { runPeople } from './testing/run-people.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'people-cli-'));
  path = join(dir, 'people.json');
});
afterEach(() => rm(dir, { recursive: true }));

const run = (args: string[], stdin: Terminal['stdin'] | string = '') =>
  runPeople(args, { HOMEROOM_PEOPLE_FILE: path }, stdin);

const addAnna = () =>
  run(
    ['add', 'anna', '--name', 'Anna A.', '--group', 'teachers', '--group', 'admins'],
    'correct horse\n',
  );

describe('homeroom people', () => {
  it('adds someone with a password from standard input', async () => {
    expect(await addAnna()).toMatchObject({ code: 0, err: '' });
    const [anna] = await readPeople(path);
    expect(anna).toMatchObject({ login: 'anna', name: 'Anna A.', groups: ['teachers', 'admins'] });
    expect(await verifyPassword('correct horse', anna?.password ?? '')).toBe(true);
    expect(await readFile(path, 'utf8')).not.toContain('correct horse');
  });

  it('asks for the password on a terminal, twice, without showing it', async () => {
    const keyboard = new PassThrough();
    const modes: boolean[] = [];
    const stdin = Object.assign(keyboard, {
      isTTY: true,
      setRawMode: (isRaw: boolean) => {
        modes.push(isRaw);
        if (isRaw) keyboard.write('corrext\u007f\u007fct horse\r');
      },
    });
    const { code, out, err } = await run(['add', 'anna', '--name', 'Anna'], stdin);
    expect(code).toBe(0);
    expect(modes).toEqual([true, false, true, false]);
    expect(out + err).not.toContain('horse');
    const [anna] = await readPeople(path);
    expect(await verifyPassword('correct horse', anna?.password ?? '')).toBe(true);
  });

  it.each([
    ['a second of one login', ['add', 'ANNA', '--name', 'Other'], 'long enough', /already/],
    ['nobody', ['add', '--name', 'Other'], 'long enough', /LOGIN/],
    ['someone without a name', ['add', 'ben'], 'long enough', /--name/],
    ['a short password', ['add', 'ben', '--name', 'Ben'], 'short', /8 characters/],
    ['a long password', ['add', 'ben', '--name', 'Ben'], 'x'.repeat(2_000), /1024 characters/],
    ['a name that turns around', ['add', 'ben', '--name', 'B\u202Een'], 'long enough', /U\+202E/],
    ['a very long name', ['add', 'ben', '--name', 'B'.repeat(5_000)], 'long enough', /100 char/],
    [
      'a password in an argument',
      ['add', 'ben', '--password', 'x', '--name', 'B'],
      '',
      /--password/,
    ],
  ])('refuses to add %s', async (_what, args, password, why) => {
    await addAnna();
    const { code, err } = await run(args, password);
    expect(code).not.toBe(0);
    expect(err).toMatch(why);
    expect(await readPeople(path)).toHaveLength(1);
  });

  it('lists people without their hashes', async () => {
    await addAnna();
    const { out } = await run(['list']);
    expect(out).toBe('anna\tAnna A.\tteachers, admins\n');
  });

  it('changes name and groups, and keeps the id', async () => {
    await addAnna();
    const [before] = await readPeople(path);
    await run(['change', 'anna', '--name', 'Anna B.', '--group', 'teachers']);
    const [after] = await readPeople(path);
    expect(after).toEqual({ ...before, name: 'Anna B.', groups: ['teachers'] });
  });

  it('sets a new password', async () => {
    await addAnna();
    expect(await run(['passwd', 'Anna'], 'another one\n')).toMatchObject({ code: 0 });
    const [anna] = await readPeople(path);
    expect(await verifyPassword('another one', anna?.password ?? '')).toBe(true);
  });

  it('gives a removed person’s login another id when it comes again', async () => {
    await addAnna();
    const [before] = await readPeople(path);
    expect(await run(['remove', 'anna'])).toMatchObject({ code: 0 });
    expect(await readPeople(path)).toEqual([]);
    await addAnna();
    const [after] = await readPeople(path);
    expect(after?.id).not.toBe(before?.id);
  });

  it.each([['passwd'], ['change'], ['remove']])(
    'says that nobody is called so: %s',
    async (command) => {
      const { code, err } = await run([command, 'eve'], 'long enough');
      expect(code).toBe(1);
      expect(err).toContain('eve is not in');
    },
  );

  it('prints nothing that a terminal obeys, or that turns a line around', async () => {
    await addAnna();
    const [anna] = await readPeople(path);
    const name = 'A\u001b[2J\u001b]0;x\u0007\u009b31m\u202Eb\nc';
    await writeFile(
      path,
      JSON.stringify({ version: 1, people: [{ ...anna, name, groups: ['\u001b[31mteachers'] }] }),
    );
    for (const args of [['list'], ['check', 'anna'], ['check', '\u001b[31meve']]) {
      const { out, err } = await run(args);
      expect(out + err).toContain('\\u{1b}[');
      expect((out + err).replaceAll(/[\t\n]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect((await run(['list'])).out.trimEnd().split('\n')).toHaveLength(1);
  });

  it('says in words why a file cannot be read', async () => {
    const { code, err } = await run(['import', join(dir, 'none.csv')]);
    expect({ code, err }).toEqual({ code: 1, err: `${join(dir, 'none.csv')}: is not there\n` });
    await mkdir(path);
    expect(await run(['list'])).toMatchObject({
      code: 1,
      err: `${path}: is a folder\n`,
    });
  });

  it('explains itself', async () => {
    expect((await run(['help'])).out).toContain('people add');
    expect(await run(['fly'])).toMatchObject({ code: 2 });
    expect(await run(['toString'])).toMatchObject({ code: 2 });
  });
});
