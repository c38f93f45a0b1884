/**
 * `homeroom people import FILE.csv`: a whole school into the people file. All of
 * it or, when a line is not right, nothing; each line is reported. Who is there
 * already keeps id and password, and gets the name and groups of the file.
 */
import { readFile, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readRoles } from '../config.ts';
import { sameLogin } from '../identity/directory.ts';
import { createLanes } from '../identity/lanes.ts';
import { hashPassword } from '../identity/password.ts';
import {
  changePeople,
  type FiledPerson,
  newPersonId,
  type People,
  readPeople,
} from '../identity/people-file.ts';
import { SettingsReader } from '../settings.ts';
import { readWanted, type Wanted } from './import-list.ts';
import { easyPassword, sheetOf, writeOnce } from './password-slips.ts';
import { peopleFileOf } from './people-file-commands.ts';
import { complain, say, type Terminal } from './terminal.ts';

const options = {
  passwords: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

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
    if (made.size > 0) await writeOnce(passwordsAt, sheetOf(merged, made, rolesOf(terminal)));
    return merged;
  }).catch(async (error: unknown) => {
    if (made.size > 0 && !isThereAlready(error)) await rm(passwordsAt, { force: true });
    throw error;
  });
  say(terminal, `${wanted.length} people imported`);
  if (made.size > 0)
    say(terminal, `${made.size} passwords are in ${passwordsAt}: print it, hand it out, delete it`);
}

const rolesOf = ({ env }: Terminal) => readRoles(new SettingsReader(env, () => ''));

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

const passwordsPath = (path: string) =>
  `${path}.passwords-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.txt`;
