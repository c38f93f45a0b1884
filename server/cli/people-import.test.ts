import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyPassword } from '../identity/password.ts';
import { readPeople } from '../identity/people-file.ts';
import { type Run, runPeople } from './testing/run-people.ts';

let dir: string;
let run: (args: string[], stdin?: string) => Promise<Run>;
const at = (name: string) => join(dir, name);
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'people-import-'));
  run = (args, stdin) => runPeople(args, { HOMEROOM_PEOPLE_FILE: at('people.json') }, stdin);
});
afterEach(() => rm(dir, { recursive: true }));

async function importCsv(text: string | Buffer, ...more: string[]): Promise<Run> {
  await writeFile(at('school.csv'), text);
  return run(['import', at('school.csv'), '--passwords', at('slips.txt'), ...more]);
}

const school = `login,name,groups,password
anna,Anna Adler,teachers|admins,given by hand
finn,"Fischer, Finn",students;class-7a,
hana,Hana Haddad,students;class-10b,
`;

describe('homeroom people import', () => {
  it('brings a school in, with passwords made for who has none', async () => {
    const { code, out } = await importCsv(school);
    expect(code).toBe(0);
    expect(out).toContain('line 2: anna is new\n');
    expect(out).toContain('line 3: finn is new, with a password made here');
    const [anna, finn] = await readPeople(at('people.json'));
    expect(anna).toMatchObject({
      name: 'Anna Adler',
      groups: ['teachers', 'admins'],
      mustChange: true,
    });
    expect(await verifyPassword('given by hand', anna?.password ?? '')).toBe(true);
    expect(finn).toMatchObject({
      name: 'Fischer, Finn',
      groups: ['students', 'class-7a'],
      mustChange: true,
    });

    expect((await stat(at('slips.txt'))).mode & 0o777).toBe(0o600);
    const slips = await readFile(at('slips.txt'), 'utf8');
    expect(slips).toMatch(
      /^7a\n\nFischer, Finn\n {2}login {5}finn\n {2}password {2}\S{14}\n\n\f\n10b\n\nHana/,
    );
    expect(slips).not.toContain('anna');
    const made = /finn\n\s+password\s+(\S+)/.exec(slips)?.[1] ?? '';
    expect(await verifyPassword(made, finn?.password ?? '')).toBe(true);
    expect(out).not.toContain(made);
  });

  it('lets a new year in: ids and passwords stay, names and groups change, others are left alone', async () => {
    await importCsv(school);
    const before = await readPeople(at('people.json'));
    await rm(at('slips.txt'));
    const { out } = await importCsv('login;name;groups\nFINN;Finn Fischer;students,class-8a\n');
    expect(out).toContain(
      'line 2: FINN: name Fischer, Finn → Finn Fischer; groups students, class-7a → students, class-8a',
    );
    const after = await readPeople(at('people.json'));
    expect(after).toHaveLength(3);
    expect(after.find(({ login }) => login === 'finn')).toEqual({
      ...before[1],
      name: 'Finn Fischer',
      groups: ['students', 'class-8a'],
    });
    expect(await readdir(dir)).not.toContain('slips.txt');
  });

  it('changes nothing when it is only tried', async () => {
    expect(await importCsv(school, '--dry-run')).toMatchObject({ code: 0 });
    expect(await readdir(dir)).toEqual(['school.csv']);
  });

  it.each([
    ['no login', 'login,name\n,Anna\n', 'line 2: no login'],
    ['no name', 'login,name\nanna,\n', 'line 2: no name'],
    [
      'a login that is there twice',
      'login,name\nanna,A\nANNA,B\n',
      'line 3: ANNA is in line 2 already',
    ],
    [
      'a short password',
      'login,name,password\nanna,A,short\n',
      'line 2: a password of less than 8',
    ],
    [
      'a column that nobody knows',
      'login,name,klass\nanna,A,7a\n',
      'line 1: unknown column "klass"',
    ],
    ['no name column', 'login\nanna\n', 'line 1: the column name is missing'],
    ['another encoding', Buffer.from('login,name\nanna,M\xfcller\n', 'latin1'), 'is not UTF-8'],
  ])('takes nothing from a file with %s', async (_what, text, why) => {
    const { code, err } = await importCsv(text);
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect(await readdir(dir)).toEqual(['school.csv']);
  });

  it('overwrites no passwords that were written before', async () => {
    await writeFile(at('slips.txt'), 'of last year');
    expect(await importCsv(school)).toMatchObject({ code: 1 });
    expect(await readFile(at('slips.txt'), 'utf8')).toBe('of last year');
    expect(await readPeople(at('people.json'))).toEqual([]);
  });
});

describe('homeroom people check', () => {
  it('says what follows for somebody of the people file, and by which setting', async () => {
    await importCsv(school);
    const { code, out } = await run(['check', 'anna']);
    expect(code).toBe(0);
    expect(out).toContain('role      teacher, by teachers  (HOMEROOM_TEACHER_GROUPS)');
    expect(out).toContain('admin     yes, by admins');
    expect(out).toContain('classes   none');
    expect((await run(['check', 'finn'])).out).toContain('class     7a');
    expect((await run(['check', 'anna', '--password'], 'wrong')).out).toContain(
      'not accepted: it is wrong',
    );
    expect((await run(['check', 'anna', '--password'], 'given by hand')).out).toContain(
      'has to be changed',
    );
    expect(await run(['check', 'eve'])).toMatchObject({ code: 1 });
  });
});
