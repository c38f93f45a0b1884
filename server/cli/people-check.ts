/**
 * `homeroom people check LOGIN`: what Homeroom would make of somebody, and which
 * setting makes it so. It asks the directory as a sign-in does.
 */
import { parseArgs } from 'node:util';
import { sameLogin } from '../identity/directory.ts';
import { type Inspection, inspect } from '../identity/ldap/inspect.ts';
import type { LdapSettings } from '../identity/ldap/settings.ts';
import { verifyPassword } from '../identity/password.ts';
import { readPeople } from '../identity/people-file.ts';
import { type RoleSettings, roleAndClassesOf } from '../session/role.ts';
import { readSource, type Source } from './people-source.ts';
import { roleHints } from './role-hints.ts';
import { complain, readPassword, say, type Terminal } from './terminal.ts';

const options = { password: { type: 'boolean' } } as const;

export async function check(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [login] = positionals;
  if (login === undefined || positionals.length > 1)
    throw new Error('people check LOGIN [--password]');
  const source = readSource(terminal);
  if (!source) return 1;
  const needsPassword = source.kind === 'ldap' && source.settings.service === null;
  const password = values.password || needsPassword ? await readPassword(terminal) : null;
  return source.kind === 'ldap'
    ? checkLdap(source, login, password, terminal)
    : checkFile(source, login, password, terminal);
}

type LdapSource = Extract<Source, { kind: 'ldap' }>;
type FileSource = Extract<Source, { kind: 'people-file' }>;

async function checkLdap(
  { settings, roles }: LdapSource,
  login: string,
  password: string | null,
  terminal: Terminal,
): Promise<number> {
  const found = await inspect(settings, login, password);
  const { people } = settings;
  switch (found.kind) {
    case 'unreachable':
      complain(terminal, `the directory cannot be asked: ${found.cause}`);
      return 1;
    case 'needs-password':
      complain(
        terminal,
        'without a service account (HOMEROOM_LDAP_BIND_DN) the password is needed: --password',
      );
      return 1;
    case 'ambiguous':
      complain(
        terminal,
        `several people have the ${found.attribute} ${login}: nobody signs in by it`,
      );
      for (const dn of found.dns) complain(terminal, `  ${dn}`);
      return 1;
    case 'refused':
      say(terminal, `password  ${verdicts[found.verdict]}`);
      return 1;
    case 'not-found':
      return notFound(terminal, login, people, found.leftOut);
    case 'found': {
      const { person, groups } = found;
      say(terminal, `found     ${person.dn}`);
      say(terminal, `login     ${person.login}  (${people.loginAttributes.join(', ')})`);
      say(terminal, `name      ${person.name}  (${people.nameAttributes.join(', ')})`);
      say(terminal, `id        ${person.subject}  (${people.idAttribute})`);
      for (const { name, dn } of groups) say(terminal, `group     ${name}  (${dn})`);
      if (found.closed !== null) say(terminal, `closed    ${closings[found.closed]}`);
      const code = finish(
        terminal,
        groups.map(({ name }) => name),
        roles,
        found.verdict,
      );
      return found.closed === null ? code : 1;
    }
    default:
      return found satisfies never;
  }
}

function notFound(
  terminal: Terminal,
  login: string,
  people: LdapSettings['people'],
  leftOut: Extract<Inspection, { kind: 'not-found' }>['leftOut'],
): number {
  complain(
    terminal,
    `not found: nobody below ${people.base} has the ${people.loginAttributes.join(' or ')} ${login}`,
  );
  for (const { dn, why } of leftOut) complain(terminal, `  ${dn} ${why}`);
  return 1;
}

async function checkFile(
  { path, roles }: FileSource,
  login: string,
  password: string | null,
  terminal: Terminal,
): Promise<number> {
  const person = (await readPeople(path)).find((one) => sameLogin(one.login) === sameLogin(login));
  if (!person) {
    complain(terminal, `not found: ${login} is not in ${path}`);
    return 1;
  }
  say(terminal, `found     ${person.login} in ${path}`);
  say(terminal, `name      ${person.name}`);
  say(terminal, `id        ${person.id}`);
  for (const name of person.groups) say(terminal, `group     ${name}`);
  return finish(terminal, person.groups, roles, await verdictOf(person, password));
}

async function verdictOf(
  person: { password: string; mustChange?: boolean | undefined },
  password: string | null,
) {
  if (password === null) return null;
  if (!(await verifyPassword(password, person.password))) return 'wrong';
  return person.mustChange ? 'must-change' : 'accepted';
}

const verdicts = {
  accepted: 'accepted',
  wrong: 'not accepted: it is wrong',
  locked: 'not accepted: the account is locked, whatever the password',
  disabled: 'right, but the account is switched off',
  over: 'right, but the time of the account is over',
  'wrong-time': 'right, but the account may not sign in at this time (its logon hours)',
  'wrong-computer':
    'right, but the account may sign in at certain computers only (its "Log On To" list)',
  expired: 'right, but expired',
  'must-change': 'right, but it has to be changed first',
} as const;

const closings = {
  locked: 'by an administrator of the directory',
  disabled: 'switched off in the directory',
  over: 'its time is over (accountExpires)',
} as const;

type Verdict = keyof typeof verdicts;

/**
 * Prints what Homeroom makes of this person, and whether the password is right. 0 only when they
 * could come in.
 */
function finish(
  terminal: Terminal,
  groups: readonly string[],
  roles: RoleSettings,
  verdict: Verdict | null,
): number {
  if (groups.length === 0) say(terminal, 'groups    none');
  for (const hint of roleHints(groups, roles)) complain(terminal, hint);
  const assigned = roleAndClassesOf(groups, roles);
  say(terminal, `role      ${roleSentence(groups, roles, assigned.role)}`);
  say(terminal, `admin     ${adminSentence(groups, roles, assigned.isAdmin)}`);
  for (const classId of assigned.classes)
    say(terminal, `class     ${classId}  (${pattern(roles)})`);
  if (assigned.classes.length === 0)
    say(terminal, `classes   none: no group fits ${pattern(roles)}`);
  if (verdict !== null) say(terminal, `password  ${verdicts[verdict]}`);
  return verdict === null || verdict === 'accepted' ? 0 : 1;
}

const pattern = ({ classPattern }: RoleSettings) => `HOMEROOM_CLASS_PATTERN ${classPattern.source}`;

const among = (groups: readonly string[], names: readonly string[]) =>
  groups.filter((group) => names.includes(group)).join(', ');

function roleSentence(
  groups: readonly string[],
  roles: RoleSettings,
  role: 'teacher' | 'student' | null,
): string {
  const asTeacher = among(groups, roles.teacherGroups);
  const asStudent = among(groups, roles.studentGroups);
  switch (role) {
    case 'teacher':
      return `teacher, by ${asTeacher}  (HOMEROOM_TEACHER_GROUPS)`;
    case 'student':
      return asTeacher === ''
        ? `student, by ${asStudent}  (HOMEROOM_STUDENT_GROUPS)`
        : `student, by ${asStudent}  (HOMEROOM_STUDENT_GROUPS), which counts more than ${asTeacher}  (HOMEROOM_TEACHER_GROUPS)`;
    case null:
      return `none: in none of ${roles.teacherGroups.join(', ')}  (HOMEROOM_TEACHER_GROUPS), nor of ${roles.studentGroups.join(', ')}  (HOMEROOM_STUDENT_GROUPS)`;
    default:
      return role satisfies never;
  }
}

function adminSentence(
  groups: readonly string[],
  { adminGroups }: RoleSettings,
  isAdmin: boolean,
): string {
  const by = among(groups, adminGroups);
  if (isAdmin) return `yes, by ${by}  (HOMEROOM_ADMIN_GROUPS)`;
  return by === '' ? 'no' : `no: a student never is one, though in ${by}  (HOMEROOM_ADMIN_GROUPS)`;
}
