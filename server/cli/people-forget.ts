/**
 * `homeroom people forget`: deletes what Homeroom keeps about somebody. The
 * account itself is the directory's (of the people file: `people remove`).
 */
import { parseArgs } from 'node:util';
import { PersonId } from '../contract/ids.ts';
import { sameLogin } from '../identity/directory.ts';
import { createConnections } from '../identity/ldap/connection.ts';
import { ambiguity, findByLogin } from '../identity/ldap/account.ts';
import { createServiceConnection } from '../identity/ldap/service-connection.ts';
import { readPeople } from '../identity/people-file.ts';
import type { Database } from '../store/database.ts';
import { readSource, type Source } from './people-source.ts';
import {
  findPerson,
  findPersonById,
  forgetPerson,
  isInLesson,
  type Known,
  onlyRoomsOf,
} from './people-database.ts';
import { ownIssuer } from './people-move.ts';
import type { OpenDatabase } from './command.ts';
import { complain, isConfirmed, say, type Terminal } from './terminal.ts';

const options = {
  id: { type: 'string' },
  'delete-rooms': { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

type Values = { id?: string; 'delete-rooms'?: boolean; yes?: boolean };

export async function forget(
  args: string[],
  terminal: Terminal,
  openDatabase: OpenDatabase,
): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [login] = positionals;
  if ((login === undefined) === (values.id === undefined))
    throw new Error('people forget LOGIN, or --id ID');
  const db = await openDatabase();
  try {
    const person = await find(db, login, values.id, terminal);
    return person
      ? await forgetKnown(db, person, values, terminal)
      : refuse(terminal, 'Homeroom keeps nothing about this person');
  } finally {
    await db.destroy();
  }
}

function refuse(terminal: Terminal, why: string): number {
  complain(terminal, why);
  return 1;
}

async function find(
  db: Database,
  login: string | undefined,
  id: string | undefined,
  terminal: Terminal,
): Promise<Known | null> {
  if (id !== undefined) return findPersonById(db, PersonId.parse(id));
  const issuer = ownIssuer(terminal);
  if (issuer === null) throw new Error('HOMEROOM_URL is not set: people are kept under it');
  const source = readSource(terminal);
  if (!source || login === undefined) return null;
  const subject = await subjectOf(source, login);
  if (subject === null)
    throw new Error(
      `${login} is not in the directory any more: look the id up among the people seen, and use --id`,
    );
  return findPerson(db, { issuer, subject });
}

async function subjectOf(source: Source, login: string): Promise<string | null> {
  if (source.kind === 'people-file') {
    const filed = await readPeople(source.path);
    return filed.find((person) => sameLogin(person.login) === sameLogin(login))?.id ?? null;
  }
  const { settings } = source;
  if (!settings.service)
    throw new Error('without a service account nobody can be looked up: use --id');
  const line = createServiceConnection(createConnections(settings, Date.now), settings.service);
  try {
    const found = await line.ask((client) => findByLogin(client, settings, login));
    if (found.kind === 'ambiguous') throw new Error(ambiguity(login, found));
    return found.kind === 'found' ? found.person.subject : null;
  } finally {
    await line.close();
  }
}

async function forgetKnown(
  db: Database,
  person: Known,
  values: Values,
  terminal: Terminal,
): Promise<number> {
  if (await isInLesson(db, person.id)) {
    return refuse(
      terminal,
      `${person.name} is in a lesson, or organizes one that is open: try again when it has ended`,
    );
  }
  const rooms = await onlyRoomsOf(db, person.id);
  if (rooms.length > 0 && !values['delete-rooms']) {
    const names = rooms.map(({ name }) => `  ${name}`).join('\n');
    return refuse(
      terminal,
      `${person.name} alone organizes these rooms:\n${names}\nName another organizer first, or add --delete-rooms.`,
    );
  }
  say(terminal, `${person.name} (${person.id})`);
  for (const { name } of rooms) say(terminal, `and the room ${name}`);
  if (!values.yes) {
    terminal.stderr.write('Forget all of it? It does not come back. Type "forget": ');
    if (!(await isConfirmed(terminal, 'forget'))) return refuse(terminal, 'nothing was changed');
  }
  await forgetPerson(db, person.id, rooms);
  say(terminal, 'forgotten');
  return 0;
}
