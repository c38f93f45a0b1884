/** The list of people in a spreadsheet: who is wanted, and every line that is not right. */
import { sameLogin } from '../identity/directory.ts';
import { readCsv, type Row } from './csv.ts';
import { groupFaults, loginFaults, nameFaults, passwordFaults } from './person-faults.ts';

export type Wanted = {
  line: number;
  login: string;
  name: string;
  /** `null`: the list has no groups, and everybody keeps theirs. */
  groups: string[] | null;
  password: string | null;
};

const known = ['login', 'name', 'groups', 'password'];

/** Either everything is right, or `faults` says in which lines it is not. */
export function readWanted(text: string): { wanted: Wanted[]; faults: string[] } {
  const { columns, rows, separator, faults: ofRows } = readCsv(text);
  const odd = columns.filter((name) => !known.includes(name));
  const missing = ['login', 'name'].filter((name) => !columns.includes(name));
  const faults = [
    ...odd.map(
      (name) => `line 1: unknown column ${JSON.stringify(name)}; there are ${known.join(', ')}`,
    ),
    ...missing.map((name) => `line 1: the column ${name} is missing`),
    ...ofRows,
  ];
  if (faults.length > 0) return { wanted: [], faults };
  const wanted = rows.map((row) => wantedOf(row, separator));
  return { wanted, faults: [...wanted.flatMap(faultsOf), ...twice(wanted)] };
}

function wantedOf({ line, fields }: Row, separator: string): Wanted {
  const between = separator === ';' ? /[|,]/ : /[|;]/;
  const groups = fields
    .get('groups')
    ?.split(between)
    .map((group) => group.trim())
    .filter((group) => group !== '');
  return {
    line,
    login: fields.get('login') ?? '',
    name: fields.get('name') ?? '',
    groups: groups ? [...new Set(groups)] : null,
    password: fields.get('password') || null,
  };
}

function faultsOf({ line, login, name, groups, password }: Wanted): string[] {
  return [
    ...loginFaults(login),
    ...nameFaults(name),
    ...groupFaults(groups ?? []),
    ...(password === null ? [] : passwordFaults(password)),
  ].map((fault) => `line ${line}: ${fault}`);
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
