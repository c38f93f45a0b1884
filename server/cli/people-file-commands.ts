/** Adding, changing and taking out the people of the people file. */
import { parseArgs } from 'node:util';
import { sameLogin } from '../identity/directory.ts';
import { hashPassword } from '../identity/password.ts';
import {
  changePeople,
  FiledPerson,
  newPersonId,
  type People,
  readPeople,
} from '../identity/people-file.ts';
import { groupFaults, loginFaults, nameFaults, passwordFaults } from './person-faults.ts';
import { roleHints, rolesOf } from './role-hints.ts';
import { complain, readNewPassword, say, type Terminal } from './terminal.ts';

const options = {
  name: { type: 'string' },
  group: { type: 'string', multiple: true },
} as const;

export function peopleFileOf({ env }: Terminal): string {
  const path = env['HOMEROOM_PEOPLE_FILE']?.trim();
  if (!path) throw new Error('HOMEROOM_PEOPLE_FILE is not set: which people file?');
  return path;
}

const find = (filed: People, login: string) =>
  filed.find((person) => sameLogin(person.login) === sameLogin(login));

function refuse(terminal: Terminal, why: string): number {
  complain(terminal, why);
  return 1;
}

export async function add(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [login] = positionals;
  const path = peopleFileOf(terminal);
  if (login === undefined || positionals.length > 1)
    return refuse(terminal, 'people add LOGIN --name NAME');
  if (!values.name?.trim()) return refuse(terminal, `what is ${login} called? --name is missing`);
  const faults = [
    ...loginFaults(login),
    ...nameFaults(values.name),
    ...groupFaults(values.group ?? []),
  ];
  if (faults.length > 0) return refuse(terminal, faults.join('; '));
  if (find(await readPeople(path), login)) return refuse(terminal, `${login} is there already`);
  const password = await newPassword(terminal);
  if (password === null) return 1;
  const person = FiledPerson.parse({
    id: newPersonId(),
    login,
    name: values.name,
    groups: values.group ?? [],
    password: await hashPassword(password),
  });
  let isNew = false;
  await changePeople(path, (filed) => {
    isNew = find(filed, login) === undefined;
    return isNew ? [...filed, person] : null;
  });
  if (!isNew) return refuse(terminal, `${login} is there already`);
  say(terminal, `added ${person.login}, ${person.name}, ${groupsOf(person)}`);
  hint(terminal, person);
  return 0;
}

async function newPassword(terminal: Terminal): Promise<string | null> {
  const password = await readNewPassword(terminal);
  const faults =
    password === null ? ['the two passwords are not the same'] : passwordFaults(password);
  if (faults.length === 0) return password;
  complain(terminal, faults.join('; '));
  return null;
}

function hint(terminal: Terminal, { groups }: FiledPerson): void {
  for (const line of roleHints(groups, rolesOf(terminal))) complain(terminal, line);
}

const groupsOf = ({ groups }: FiledPerson) => (groups.length > 0 ? groups.join(', ') : 'no groups');

export async function list(_args: string[], terminal: Terminal): Promise<number> {
  const filed = await readPeople(peopleFileOf(terminal));
  for (const person of filed.toSorted((one, other) => one.login.localeCompare(other.login))) {
    const note = person.mustChange ? '  (has to choose a password)' : '';
    say(terminal, `${person.login}\t${person.name}\t${groupsOf(person)}${note}`);
  }
  if (filed.length === 0) say(terminal, 'nobody yet');
  return 0;
}

export async function passwd(args: string[], terminal: Terminal): Promise<number> {
  const path = peopleFileOf(terminal);
  const login = onlyLogin(args);
  if (!find(await readPeople(path), login)) return refuse(terminal, `${login} is not in ${path}`);
  const password = await newPassword(terminal);
  if (password === null) return 1;
  const hash = await hashPassword(password);
  const changed = await replace(path, login, ({ mustChange: _met, ...rest }) => ({
    ...rest,
    password: hash,
  }));
  if (!changed) return refuse(terminal, `${login} is not in ${path}`);
  say(terminal, `${login} has a new password`);
  return 0;
}

export async function change(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const path = peopleFileOf(terminal);
  const login = onlyLogin(positionals);
  const faults = [
    ...(values.name === undefined ? [] : nameFaults(values.name)),
    ...groupFaults(values.group ?? []),
  ];
  if (faults.length > 0) return refuse(terminal, faults.join('; '));
  const changed = await replace(path, login, (person) =>
    FiledPerson.parse({
      ...person,
      name: values.name ?? person.name,
      groups: values.group?.filter((group) => group !== '') ?? person.groups,
    }),
  );
  if (!changed) return refuse(terminal, `${login} is not in ${path}`);
  say(terminal, `${changed.login}, ${changed.name}, ${groupsOf(changed)}`);
  hint(terminal, changed);
  return 0;
}

export async function remove(args: string[], terminal: Terminal): Promise<number> {
  const path = peopleFileOf(terminal);
  const login = onlyLogin(args);
  let removed: FiledPerson | undefined;
  await changePeople(path, (filed) => {
    removed = find(filed, login);
    return removed ? filed.filter((person) => person !== removed) : null;
  });
  if (!removed) return refuse(terminal, `${login} is not in ${path}`);
  say(
    terminal,
    `${login} is out: cannot sign in any more, and open sessions end with the next look at the directory`,
  );
  return 0;
}

function onlyLogin(args: string[]): string {
  const [login] = args;
  if (login === undefined || args.length > 1) throw new Error('exactly one LOGIN, please');
  return login;
}

async function replace(
  path: string,
  login: string,
  by: (person: FiledPerson) => FiledPerson,
): Promise<FiledPerson | undefined> {
  let after: FiledPerson | undefined;
  await changePeople(path, (filed) => {
    const before = find(filed, login);
    if (!before) return null;
    const changed = by(before);
    after = changed;
    return filed.map((person) => (person === before ? changed : person));
  });
  return after;
}
