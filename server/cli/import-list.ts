/** The list of people in a spreadsheet: who is wanted, and every line that is not right. */
import {
  longestLogin,
  longestPassword,
  sameLogin,
  shortestPassword,
} from '../identity/directory.ts';
import { readCsv, type Row } from './csv.ts';

export type Wanted = {
  line: number;
  login: string;
  name: string;
  groups: string[];
  password: string | null;
};

const known = ['login', 'name', 'groups', 'password'];

/** Either everything is right, or `faults` says in which lines it is not. */
export function readWanted(text: string): { wanted: Wanted[]; faults: string[] } {
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
