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
    [
      'a name that fell into two cells',
      'login,name,groups,password\nfinn,Fischer, Finn,students,\n',
      'line 2: 5 cells, where the first line has 4',
    ],
    [
      'a name that turns around',
      'login,name\nanna,Anna\u202Efdp\n',
      'line 2: a sign in the name that nobody sees (U+202E)',
    ],
    [
      'a name of five thousand letters',
      `login,name\nanna,${'a'.repeat(5_000)}\n`,
      'line 2: a name of more than 100',
    ],
    [
      'a login that a terminal obeys',
      'login,name\nan\u001b[2Jna,A\n',
      'line 2: a sign in the login that nobody sees (U+001B)',
    ],
    [
      'a long password',
      `login,name,password\nanna,A,${'x'.repeat(2_000)}\n`,
      'line 2: a password of more than 1024',
    ],
  ])('takes nothing from a file with %s', async (_what, text, why) => {
    const { code, err } = await importCsv(text);
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect(await readdir(dir)).toEqual(['school.csv']);
  });

  it.each([
    [
      'UTF-16, as Excel’s Unicode text',
      Buffer.from('\uFEFFlogin\tname\nanna\tAnna Müller\n', 'utf16le'),
    ],
    ['UTF-16 without a mark', Buffer.from('login;name\nanna;Anna Müller\n', 'utf16le')],
    [
      'UTF-16 the other way round',
      Buffer.from('\uFEFFlogin,name\nanna,Anna Müller\n', 'utf16le').swap16(),
    ],
    ['UTF-8 with a mark', Buffer.from('\uFEFFlogin,name\nanna,Anna Müller\n')],
  ])('reads %s', async (_what, bytes) => {
    expect(await importCsv(bytes)).toMatchObject({ code: 0, err: '' });
    expect(await readPeople(at('people.json'))).toMatchObject([{ name: 'Anna Müller' }]);
  });

  it('reads what Excel writes as plain CSV, and says what to look at', async () => {
    const bytes = Buffer.from('login;name\nanna;Anna M\xfcller\n', 'latin1');
    const { code, err } = await importCsv(bytes);
    expect(code).toBe(0);
    expect(err).toContain('read as Windows-1252. Look whether Müller is right');
    expect(await readPeople(at('people.json'))).toMatchObject([{ name: 'Anna Müller' }]);
  });

  it('keeps everybody’s groups where the list has none', async () => {
    await importCsv(school);
    await rm(at('slips.txt'));
    await importCsv('login,name\nfinn,Finn Fischer\nnew,New\n');
    const people = await readPeople(at('people.json'));
    const groupsOf = (login: string) => people.find((one) => one.login === login)?.groups;
    expect(groupsOf('finn')).toEqual(['students', 'class-7a']);
    expect(groupsOf('new')).toEqual([]);
    await rm(at('slips.txt'));
    const { out } = await importCsv('login,name,groups\nfinn,Finn Fischer,\n');
    expect(out).toContain('groups students, class-7a → none');
  });

  it('says that a group gives no role for its spelling', async () => {
    const { out, err } = await importCsv(
      'login,name,groups\nanna,Anna,Teachers|ADMINS\nfinn,Finn,students|Class-7a\n',
    );
    expect(out).toContain('0 teachers, 1 students, 1 without a role\n');
    expect(err.split('\n').filter(Boolean)).toEqual([
      'the group Teachers gives nothing: HOMEROOM_TEACHER_GROUPS says teachers, letter by letter',
      'the group ADMINS gives nothing: HOMEROOM_ADMIN_GROUPS says admins, letter by letter',
      'the group Class-7a gives no class: HOMEROOM_CLASS_PATTERN says ^class-(.+)$',
    ]);
    expect((await run(['check', 'anna'])).err).toContain('the group Teachers gives nothing');
  });

  it('brings two thousand people in within seconds, and hides who has a password of the school’s', async () => {
    const lines = Array.from({ length: 2_000 }, (_, n) => `pupil${n},Pupil ${n},students|class-7a`);
    await importCsv(`login,name,groups\n${lines.join('\n')}\n`);
    const people = await readPeople(at('people.json'));
    expect(people).toHaveLength(2_000);
    // A random password needs no slow hash; one that a person chose does.
    expect(new Set(people.map(({ password }) => password.split('$')[3]))).toEqual(
      new Set(['m=1024,t=1,p=1']),
    );
    await rm(at('slips.txt'));
    await importCsv('login,name,password\nada,Ada,my own words\n');
    const ada = (await readPeople(at('people.json'))).find(({ login }) => login === 'ada');
    expect(ada?.password).toContain('$m=19456,t=2,p=1$');
  }, 120_000);

  it('overwrites no passwords that were written before', async () => {
    await writeFile(at('slips.txt'), 'of last year');
    expect(await importCsv(school)).toMatchObject({ code: 1 });
    expect(await readFile(at('slips.txt'), 'utf8')).toBe('of last year');
    expect(await readPeople(at('people.json'))).toEqual([]);
  });
});

describe('a new year’s list', () => {
  const year = 'login,name,groups\nfinn,Finn Fischer,students|class-8a\n';
  beforeEach(async () => {
    await importCsv(school);
    await rm(at('slips.txt'));
  });
  const logins = async () => (await readPeople(at('people.json'))).map(({ login }) => login).sort();

  it('names who is not in it, and keeps them', async () => {
    const { out } = await importCsv(year);
    expect(out).toContain('2 not in the list, and kept: anna (Anna Adler), hana (Hana Haddad)');
    expect(await logins()).toEqual(['anna', 'finn', 'hana']);
  });

  it('removes who has left a group, when somebody says so', async () => {
    await importCsv(year);
    const { code, out, err } = await run(
      ['import', at('school.csv'), '--remove-leavers', 'students'],
      'remove\n',
    );
    expect(code).toBe(0);
    expect(out).toContain('hana (Hana Haddad) is removed');
    expect(out).toContain('1 not in the list, and kept: anna');
    expect(err).toContain('remove these 1?');
    expect(await logins()).toEqual(['anna', 'finn']);
  });

  it.each([['no'], ['']])('changes nothing when the answer is %j', async (answer) => {
    await writeFile(at('year.csv'), year);
    const asked = ['import', at('year.csv'), '--remove-leavers', 'students'];
    const before = await readPeople(at('people.json'));
    expect(await run(asked, answer)).toMatchObject({ code: 1 });
    expect(await run([...asked, '--dry-run'], 'remove')).toMatchObject({ code: 0 });
    expect(await readPeople(at('people.json'))).toEqual(before);
    expect(await run([...asked, '--yes'])).toMatchObject({ code: 0 });
    expect(await logins()).toEqual(['anna', 'finn']);
  });

  it('takes a group that nobody is in for a slip', async () => {
    await writeFile(at('year.csv'), year);
    const { code, err } = await run(['import', at('year.csv'), '--remove-leavers', 'student']);
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
    expect(await logins()).toEqual(['anna', 'finn', 'hana']);
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
