/**
 * `homeroom people move`: a school that grows out of its people file keeps its
 * rooms. Matches the old accounts with the new ones by login name, shows the
 * list, and applies it when it is confirmed.
 */
import { parseArgs } from 'node:util';
import { sameLogin } from '../identity/directory.ts';
import { issuerOf } from '../identity/issuer.ts';
import { createConnections } from '../identity/ldap/connection.ts';
import { ambiguity, findByLogin } from '../identity/ldap/account.ts';
import { createServiceConnection } from '../identity/ldap/service-connection.ts';
import { type FiledPerson, readPeople } from '../identity/people-file.ts';
import type { Database } from '../store/database.ts';
import { readCsv } from './csv.ts';
import { readList } from './read-list.ts';
import { readSource } from './people-source.ts';
import { findPerson, type Key, type Move, movePeople } from './people-database.ts';
import type { OpenDatabase } from './command.ts';
import { complain, isConfirmed, say, type Terminal } from './terminal.ts';

const options = {
  from: { type: 'string' },
  'to-issuer': { type: 'string' },
  list: { type: 'string' },
  yes: { type: 'boolean' },
} as const;

/** The new account of a login; `null` when there is none. */
type FindNew = (login: string) => Promise<{ key: Key; name: string | null } | null>;

export async function move(
  args: string[],
  terminal: Terminal,
  openDatabase: OpenDatabase,
): Promise<number> {
  const { values } = parseArgs({ args, options });
  const { from, list } = values;
  if (from === undefined)
    throw new Error('people move --from PEOPLE.json: which people file do they come from?');
  const issuer = ownIssuer(terminal);
  if (issuer === null) return refuse(terminal, 'HOMEROOM_URL is not set: people are kept under it');
  await using target = await openTarget(issuer, values['to-issuer'], list, terminal);
  const db = await openDatabase();
  try {
    const filed = await readPeople(from);
    const moves = await match(db, issuer, filed, target.find, terminal);
    return moves.length === 0
      ? refuse(terminal, 'nobody to move')
      : await apply(db, moves, values.yes, terminal);
  } finally {
    await db.destroy();
  }
}

function refuse(terminal: Terminal, why: string): number {
  complain(terminal, why);
  return 1;
}

export function ownIssuer({ env }: Terminal): string | null {
  const url = env['HOMEROOM_URL']?.trim() ?? '';
  return URL.canParse(url) ? issuerOf(new URL(url)) : null;
}

type Target = AsyncDisposable & { find: FindNew };

async function openTarget(
  ownIssuer: string,
  toIssuer: string | undefined,
  list: string | undefined,
  terminal: Terminal,
): Promise<Target> {
  if ((toIssuer === undefined) !== (list === undefined)) {
    throw new Error(
      '--to-issuer and --list belong together: a provider, and who has which subject there',
    );
  }
  return toIssuer !== undefined && list !== undefined
    ? listed(toIssuer, (await readList(list)).text)
    : inLdap(ownIssuer, terminal);
}

/** For a school's own OpenID provider: its subjects, exported with the login names. */
function listed(issuer: string, text: string): Target {
  const { columns, rows, faults } = readCsv(text);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  if (!columns.includes('login') || !columns.includes('subject')) {
    throw new Error('the list needs the columns login and subject');
  }
  const subjects = new Map(
    rows.map(({ fields }) => [sameLogin(fields.get('login') ?? ''), fields.get('subject') ?? '']),
  );
  return {
    async find(login) {
      const subject = subjects.get(sameLogin(login)) ?? '';
      return subject === '' ? null : { key: { issuer, subject }, name: null };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function inLdap(issuer: string, terminal: Terminal): Target {
  const source = readSource(terminal);
  if (source?.kind !== 'ldap' || !source.settings.service) {
    throw new Error(
      'people move needs HOMEROOM_LDAP_URL and a service account, or --to-issuer with --list',
    );
  }
  const { settings } = source;
  const line = createServiceConnection(
    createConnections(settings, Date.now),
    source.settings.service,
  );
  return {
    async find(login) {
      const found = await line.ask((client) => findByLogin(client, settings, login));
      if (found.kind === 'ambiguous') throw new Error(ambiguity(login, found));
      const person = found.kind === 'found' ? found.person : null;
      return person && { key: { issuer, subject: person.subject }, name: person.name };
    },
    [Symbol.asyncDispose]: () => line.close(),
  };
}

async function match(
  db: Database,
  issuer: string,
  filed: readonly FiledPerson[],
  find: FindNew,
  terminal: Terminal,
): Promise<Move[]> {
  const moves: Move[] = [];
  for (const { id, login, name } of filed) {
    const person = await findPerson(db, { issuer, subject: id });
    const found = await find(login);
    const taken = found && (await findPerson(db, found.key));
    if (!person) say(terminal, `${login}: never signed in, nothing to keep`);
    else if (!found) say(terminal, `${login}: ${name} has no new account and stays behind`);
    else if (taken)
      say(
        terminal,
        `${login}: ${name} has signed in with the new account already; both stay as they are`,
      );
    else {
      say(
        terminal,
        `${login}: ${name} → ${found.name ?? found.key.subject}${differs(name, found.name)}`,
      );
      moves.push({ person, to: found.key });
    }
  }
  return moves;
}

/** The same login may belong to another person by now. */
const differs = (one: string, other: string | null) =>
  other === null || sameLogin(one) === sameLogin(other)
    ? ''
    : '   ← another name: the same person?';

async function apply(
  db: Database,
  moves: readonly Move[],
  isAgreed: boolean | undefined,
  terminal: Terminal,
): Promise<number> {
  if (!isAgreed) {
    terminal.stderr.write(
      `Move these ${moves.length}? They sign in with the new account from then on. Type "move": `,
    );
    if (!(await isConfirmed(terminal, 'move'))) return refuse(terminal, 'nothing was changed');
  }
  await movePeople(db, moves);
  say(terminal, `${moves.length} moved`);
  return 0;
}
