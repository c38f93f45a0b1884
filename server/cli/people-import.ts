/**
 * `homeroom people import FILE.csv`: a whole school into the people file. All of
 * it or, when a line is not right, nothing; each line is reported. Who is there
 * already keeps id and password, and gets the name and groups of the file.
 */
import { randomInt } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readRoles } from '../config.ts';
import {
  longestLogin,
  longestPassword,
  sameLogin,
  shortestPassword,
} from '../identity/directory.ts';
import { createLanes } from '../identity/lanes.ts';
import { hashPassword } from '../identity/password.ts';
import {
  changePeople,
  type FiledPerson,
  newPersonId,
  type People,
  readPeople,
} from '../identity/people-file.ts';
import { standingOf } from '../session/role.ts';
import { SettingsReader } from '../settings.ts';
import { readCsv, type Row } from './csv.ts';
import { peopleFileOf } from './people-file-commands.ts';
import { complain, say, type Terminal } from './terminal.ts';

const options = {
  passwords: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

type Wanted = {
  line: number;
  login: string;
  name: string;
  groups: string[];
  password: string | null;
};

export async function importPeople(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [csvPath] = positionals;
  if (csvPath === undefined || positionals.length > 1)
    throw new Error('people import FILE.csv [--passwords FILE] [--dry-run]');
  const path = peopleFileOf(terminal);
  const { wanted, faults } = readWanted(await readUtf8(csvPath));
  if (faults.length > 0) {
    for (const fault of faults) complain(terminal, fault);
    complain(terminal, 'nothing was imported');
    return 1;
  }
  const filed = await readPeople(path);
  for (const person of wanted) say(terminal, reportOf(person, filed));
  if (values['dry-run']) {
    say(terminal, 'tried only: nothing was changed');
    return 0;
  }
  await apply(path, wanted, values.passwords ?? passwordsPath(path), terminal);
  return 0;
}

async function readUtf8(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError)
      throw new Error(`${path} is not UTF-8; save it as "CSV UTF-8"`, { cause: error });
    throw error;
  }
}

const known = ['login', 'name', 'groups', 'password'];

function readWanted(text: string): { wanted: Wanted[]; faults: string[] } {
  const { columns, rows, separator } = readCsv(text);
  const odd = columns.filter((name) => !known.includes(name));
  const missing = ['login', 'name'].filter((name) => !columns.includes(name));
  const faults = [
    ...odd.map(
      (name) => `line 1: unknown column ${JSON.stringify(name)}; there are ${known.join(', ')}`,
    ),
    ...missing.map((name) => `line 1: the column ${name} is missing`),
  ];
  if (faults.length > 0) return { wanted: [], faults };
  const wanted = rows.map((row) => wantedOf(row, separator));
  return { wanted, faults: [...wanted.flatMap(faultsOf), ...twice(wanted)] };
}

function wantedOf({ line, fields }: Row, separator: string): Wanted {
  const between = separator === ';' ? /[|,]/ : /[|;]/;
  const groups = (fields.get('groups') ?? '').split(between).map((group) => group.trim());
  return {
    line,
    login: fields.get('login') ?? '',
    name: fields.get('name') ?? '',
    groups: [...new Set(groups.filter((group) => group !== ''))],
    password: fields.get('password') || null,
  };
}

function faultsOf({ line, login, name, password }: Wanted): string[] {
  return [
    login === '' && 'no login',
    login.length > longestLogin && `a login of more than ${longestLogin} characters`,
    name === '' && 'no name',
    name.length > 200 && 'a name of more than 200 characters',
    password !== null &&
      password.length < shortestPassword &&
      `a password of less than ${shortestPassword} characters`,
    password !== null &&
      password.length > longestPassword &&
      `a password of more than ${longestPassword} characters`,
  ].flatMap((fault) => (fault === false ? [] : [`line ${line}: ${fault}`]));
}

function twice(wanted: readonly Wanted[]): string[] {
  const seen = new Map<string, number>();
  return wanted.flatMap(({ line, login }) => {
    const first = seen.get(sameLogin(login));
    seen.set(sameLogin(login), first ?? line);
    return first === undefined || login === ''
      ? []
      : [`line ${line}: ${login} is in line ${first} already`];
  });
}

const find = (filed: People, login: string) =>
  filed.find((person) => sameLogin(person.login) === sameLogin(login));

function reportOf(wanted: Wanted, filed: People): string {
  const before = find(filed, wanted.login);
  const start = `line ${wanted.line}: ${wanted.login}`;
  if (!before)
    return `${start} is new${wanted.password === null ? ', with a password made here' : ''}`;
  const changes = [
    before.name !== wanted.name && `name ${before.name} → ${wanted.name}`,
    before.groups.join() !== wanted.groups.join() &&
      `groups ${before.groups.join(', ')} → ${wanted.groups.join(', ')}`,
    wanted.password !== null && 'a new password',
  ].filter((change) => change !== false);
  return `${start}${changes.length > 0 ? `: ${changes.join('; ')}` : ' stays as it is'}`;
}

async function apply(
  path: string,
  wanted: readonly Wanted[],
  passwordsAt: string,
  terminal: Terminal,
) {
  const made = new Map<string, string>();
  await changePeople(path, async (filed) => {
    const merged = await merge(filed, wanted, made);
    // Before the people file: a password that is set but written nowhere is lost.
    if (made.size > 0) await writePasswords(passwordsAt, sheetOf(merged, made, terminal));
    return merged;
  }).catch(async (error: unknown) => {
    if (made.size > 0 && !isThereAlready(error)) await rm(passwordsAt, { force: true });
    throw error;
  });
  say(terminal, `${wanted.length} people imported`);
  if (made.size > 0)
    say(terminal, `${made.size} passwords are in ${passwordsAt}: print it, hand it out, delete it`);
}

const isThereAlready = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** The lock is held meanwhile: four at a time, a thousand people take seconds. */
async function merge(
  filed: People,
  wanted: readonly Wanted[],
  made: Map<string, string>,
): Promise<FiledPerson[]> {
  const lanes = createLanes({ lanes: 4, longestQueue: Infinity, longestWaitMs: 2 ** 31 - 1 });
  const changed = await Promise.all(
    wanted.map(async (one) => {
      const before = find(filed, one.login);
      const given = one.password ?? (before ? null : easyPassword());
      if (one.password === null && given !== null) made.set(sameLogin(one.login), given);
      const hashed = given === null ? null : await lanes.run(() => hashPassword(given));
      const { login, name, groups } = one;
      const secret =
        hashed?.kind === 'done' ? { password: hashed.value, mustChange: true } : secretOf(before);
      return {
        id: before?.id ?? newPersonId(),
        login: before?.login ?? login,
        name,
        groups,
        ...secret,
      };
    }),
  );
  const others = filed.filter(({ login }) => !find(changed, login));
  return [...others, ...changed];
}

function secretOf(person: FiledPerson | undefined): Pick<FiledPerson, 'password' | 'mustChange'> {
  if (!person) throw new Error('a new person without a password');
  return { password: person.password, ...(person.mustChange ? { mustChange: true } : {}) };
}

/** Read from paper and typed by children: nothing that looks alike, 59 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const part = () =>
  Array.from({ length: 4 }, () => letters[randomInt(letters.length)] ?? '').join('');
const easyPassword = () => [part(), part(), part()].join('-');

const passwordsPath = (path: string) =>
  `${path}.passwords-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.txt`;

async function writePasswords(path: string, sheet: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(sheet);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A page for each class, the others last. */
function sheetOf(people: People, made: ReadonlyMap<string, string>, terminal: Terminal): string {
  const roles = readRoles(new SettingsReader(terminal.env, () => ''));
  const pages = new Map<string, string[]>();
  for (const { login, name, groups } of people) {
    const password = made.get(sameLogin(login));
    if (password === undefined) continue;
    const [classId = ''] = standingOf(groups, roles).classes;
    const slip = `${name}\n  login     ${login}\n  password  ${password}\n`;
    pages.set(classId, [...(pages.get(classId) ?? []), slip]);
  }
  return [...pages]
    .toSorted(
      ([one], [other]) =>
        Number(one === '') - Number(other === '') ||
        one.localeCompare(other, 'en', { numeric: true }),
    )
    .map(([classId, slips]) => `${classId || 'without a class'}\n\n${slips.join('\n')}`)
    .join('\n\f\n');
}
