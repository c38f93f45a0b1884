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
  const byLogin = new Map(filed.map((person) => [sameLogin(person.login), person]));
  for (const one of wanted) say(terminal, reportOf(one, byLogin.get(sameLogin(one.login))));
  if (values['dry-run']) {
    say(terminal, 'tried only: nothing was changed');
    return 0;
  }
  await apply(path, filed, wanted, values.passwords ?? passwordsPath(path), terminal);
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

function reportOf(wanted: Wanted, before: FiledPerson | undefined): string {
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
  filed: People,
  wanted: readonly Wanted[],
  passwordsAt: string,
  terminal: Terminal,
) {
  const { people, made } = await merge(filed, wanted);
  // Before the people file: a password that is set but written nowhere is lost.
  if (made.size > 0) await writeOnce(passwordsAt, sheetOf(people, made, rolesOf(terminal)));
  try {
    await changePeople(path, (now) => {
      if (JSON.stringify(now) === JSON.stringify(filed)) return people;
      throw new Error(`${path} was changed by somebody else meanwhile: nothing was imported`);
    });
  } catch (error) {
    if (made.size > 0) await rm(passwordsAt, { force: true });
    throw error;
  }
  say(terminal, `${wanted.length} people imported`);
  if (made.size > 0) {
    say(terminal, `${made.size} passwords are in ${passwordsAt}: print it, hand it out, delete it`);
  }
}

const rolesOf = ({ env }: Terminal) => readRoles(new SettingsReader(env, () => ''));

type Merged = {
  people: FiledPerson[];
  /** Passwords made here, by `sameLogin`. */
  made: ReadonlyMap<string, string>;
};

/** A thousand hashes take half a minute: before the file is locked, not meanwhile. */
async function merge(filed: People, wanted: readonly Wanted[]): Promise<Merged> {
  const byLogin = new Map(filed.map((person) => [sameLogin(person.login), person]));
  const made = new Map<string, string>();
  const lanes = createLanes({ lanes: 4, longestQueue: Infinity, longestWaitMs: 2 ** 31 - 1 });

  async function secretOf({ login, password }: Wanted) {
    const before = byLogin.get(sameLogin(login));
    if (before && password === null) {
      return { password: before.password, ...(before.mustChange ? { mustChange: true } : {}) };
    }
    const given = password ?? easyPassword();
    if (password === null) made.set(sameLogin(login), given);
    const hashed = await lanes.run(() => hashPassword(given));
    if (hashed.kind === 'busy') throw new Error('a hash was not made in time');
    return { password: hashed.value, mustChange: true };
  }

  const changed = await Promise.all(
    wanted.map(async (one): Promise<FiledPerson> => {
      const before = byLogin.get(sameLogin(one.login));
      const { name, groups } = one;
      const kept = { id: before?.id ?? newPersonId(), login: before?.login ?? one.login };
      return { ...kept, name, groups, ...(await secretOf(one)) };
    }),
  );
  const isChanged = new Set(changed.map(({ login }) => sameLogin(login)));
  return {
    people: [...filed.filter(({ login }) => !isChanged.has(sameLogin(login))), ...changed],
    made,
  };
}

const passwordsPath = (path: string) =>
  `${path}.passwords-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.txt`;
