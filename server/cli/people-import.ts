/**
 * `homeroom people import FILE.csv`: a whole school into the people file. All of
 * it or, when a line is not right, nothing; each line is reported. Who is there
 * already keeps id and password, and gets the name and groups of the file.
 */
import { availableParallelism } from 'node:os';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { sameLogin } from '../identity/directory.ts';
import { createConcurrencyLimiter } from '../identity/concurrency-limiter.ts';
import { hashPassword, hashRandomPassword } from '../identity/password.ts';
import {
  changePeople,
  type FiledPerson,
  newPersonId,
  type People,
  readPeople,
} from '../identity/people-file.ts';
import { type RoleSettings, roleAndClassesOf } from '../session/role.ts';
import { readWanted, type Wanted } from './import-list.ts';
import { leaversIn, leaversOf, stayingSentence } from './leavers.ts';
import { easyPassword, sheetOf, writeOnce } from './password-slips.ts';
import { peopleFileOf } from './people-file-commands.ts';
import { readList } from './read-list.ts';
import { roleHints, rolesOf } from './role-hints.ts';
import { complain, isConfirmed, say, type Terminal } from './terminal.ts';

const options = {
  passwords: { type: 'string' },
  'remove-leavers': { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

type Plan = {
  path: string;
  filed: People;
  wanted: readonly Wanted[];
  leaving: readonly FiledPerson[];
  passwordsAt: string;
};

export async function importPeople(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [csvPath] = positionals;
  if (csvPath === undefined || positionals.length > 1)
    throw new Error(
      'people import FILE.csv [--passwords FILE] [--remove-leavers GROUP [--yes]] [--dry-run]',
    );
  const path = peopleFileOf(terminal);
  const { text, doubt } = await readList(csvPath);
  const { wanted, faults } = readWanted(text);
  if (faults.length > 0) {
    for (const fault of faults) complain(terminal, fault);
    complain(terminal, 'nothing was imported');
    return 1;
  }
  const filed = await readPeople(path);
  const isTrial = values['dry-run'] ?? false;
  const group = values['remove-leavers'];
  const left = leaversOf(filed, wanted);
  const leaving = group === undefined ? [] : leaversIn(filed, left, group);
  reportAll(terminal, filed, wanted, rolesOf(terminal));
  for (const { login, name } of leaving) say(terminal, `${login} (${name}) is removed`);
  const staying = left.filter((person) => !leaving.includes(person));
  if (staying.length > 0) say(terminal, stayingSentence(staying, !isTrial));
  if (doubt !== null) complain(terminal, doubt);
  if (isTrial) {
    say(terminal, 'tried only: nothing was changed');
    return 0;
  }
  if (leaving.length > 0 && !values.yes && !(await agrees(terminal, leaving.length))) {
    complain(terminal, 'nothing was changed');
    return 1;
  }
  const passwordsAt = values.passwords ?? passwordsPath(path);
  await apply({ path, filed, wanted, leaving, passwordsAt }, terminal);
  return 0;
}

function agrees(terminal: Terminal, count: number): Promise<boolean> {
  terminal.stderr.write(`Import, and remove these ${count}? Type "remove": `);
  return isConfirmed(terminal, 'remove');
}

/** Reports each line, and which roles and classes follow from the groups. */
function reportAll(
  terminal: Terminal,
  filed: People,
  wanted: readonly Wanted[],
  roles: RoleSettings,
): void {
  const byLogin = new Map(filed.map((person) => [sameLogin(person.login), person]));
  for (const one of wanted) say(terminal, reportOf(one, byLogin.get(sameLogin(one.login))));
  const groupsOf = ({ login, groups }: Wanted) =>
    groups ?? byLogin.get(sameLogin(login))?.groups ?? [];
  const allAssigned = wanted.map((one) => roleAndClassesOf(groupsOf(one), roles));
  const count = (role: 'teacher' | 'student' | null) =>
    allAssigned.filter((assigned) => assigned.role === role).length;
  say(
    terminal,
    `${count('teacher')} teachers, ${count('student')} students, ${count(null)} without a role`,
  );
  for (const hint of roleHints(wanted.flatMap(groupsOf), roles)) complain(terminal, hint);
}

function reportOf(wanted: Wanted, before: FiledPerson | undefined): string {
  const start = `line ${wanted.line}: ${wanted.login}`;
  if (!before)
    return `${start} is new${wanted.password === null ? ', with a password made here' : ''}`;
  const changes = [
    before.name !== wanted.name && `name ${before.name} → ${wanted.name}`,
    wanted.groups !== null &&
      before.groups.join() !== wanted.groups.join() &&
      `groups ${listOf(before.groups)} → ${listOf(wanted.groups)}`,
    wanted.password !== null && 'a new password',
  ].filter((change) => change !== false);
  return `${start}${changes.length > 0 ? `: ${changes.join('; ')}` : ' stays as it is'}`;
}

const listOf = (groups: readonly string[]) => groups.join(', ') || 'none';

async function apply(
  { path, filed, wanted, leaving, passwordsAt }: Plan,
  terminal: Terminal,
): Promise<void> {
  const kept = filed.filter((person) => !leaving.includes(person));
  const { people, made } = await merge(kept, wanted);
  // Written before the people file, since a password that is set but written nowhere is lost.
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
  if (leaving.length > 0) say(terminal, `${leaving.length} people removed`);
  if (made.size > 0) {
    say(terminal, `${made.size} passwords are in ${passwordsAt}: print it, hand it out, delete it`);
  }
}

type Merged = {
  people: FiledPerson[];
  /** Passwords made here, by `sameLogin`. */
  made: ReadonlyMap<string, string>;
};

/** Made before the file is locked, because hashing the given passwords takes time. */
async function merge(filed: People, wanted: readonly Wanted[]): Promise<Merged> {
  const byLogin = new Map(filed.map((person) => [sameLogin(person.login), person]));
  const made = new Map<string, string>();
  const limiter = createConcurrencyLimiter({
    concurrency: availableParallelism(),
    maxQueueLength: Infinity,
    maxWaitMs: 2 ** 31 - 1,
  });

  async function secretOf({ login, password }: Wanted) {
    const before = byLogin.get(sameLogin(login));
    if (before && password === null) {
      return { password: before.password, ...(before.mustChange ? { mustChange: true } : {}) };
    }
    const given = password ?? easyPassword();
    if (password === null) made.set(sameLogin(login), given);
    const hashed = await limiter.run(() =>
      password === null ? hashRandomPassword(given) : hashPassword(given),
    );
    if (hashed.kind === 'busy') throw new Error('a hash was not made in time');
    return { password: hashed.value, mustChange: true };
  }

  const changed = await Promise.all(
    wanted.map(async (one): Promise<FiledPerson> => {
      const before = byLogin.get(sameLogin(one.login));
      const { name } = one;
      const groups = one.groups ?? [...(before?.groups ?? [])];
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
