/**
 * Reads standing people's roles again, so that who leaves the school, or changes
 * class, loses what follows from it before the next sign-in. A directory that
 * does not answer takes nothing from anybody.
 */
import type { Publish } from '../contract/change.ts';
import type { Log } from '../edge/log.ts';
import type { PeopleDirectory } from './people.ts';
import { type RoleSettings, standingOf } from './role.ts';
import type { Person, PersonSeen, SessionStore } from './sessions-store.ts';

export type RereadDeps = {
  store: SessionStore;
  directory: PeopleDirectory;
  roles: RoleSettings;
  /** Whose people the directory knows. */
  issuer: string;
  publish: Publish;
  log: Log;
};

/** Reads everybody with a session once. @returns how many changed or are gone */
export async function rereadPeople(deps: RereadDeps): Promise<number> {
  let changed = 0;
  for (const person of await deps.store.peopleHere(deps.issuer)) {
    try {
      if (await reread(deps, person)) changed += 1;
    } catch (error) {
      deps.log.warn({ err: error }, 'roles not read again: the directory does not answer');
      return changed;
    }
  }
  return changed;
}

async function reread(
  { store, directory, roles, publish, log }: RereadDeps,
  person: Person,
): Promise<boolean> {
  const account = await directory.stillHere(person.subject);
  if (!account) {
    log.info({ personId: person.id }, 'not in the directory any more: signed out');
    // Without role and classes before the sessions end: nothing is left to be used in between.
    await store.rememberPerson(nobody(person), null);
    publish({ kind: 'person', personId: person.id });
    await endSessionsOf(store, publish, person.id, 'revoked');
    return true;
  }
  const { role, isAdmin, classes } = standingOf(account.groups, roles);
  const now = { ...person, name: account.name, role, isAdmin, classes };
  if (JSON.stringify(rightsOf(now)) === JSON.stringify(rightsOf(person))) return false;
  await store.rememberPerson({ ...now, groupsSeen: role ? [] : account.groups.slice(0, 50) }, null);
  log.info({ personId: person.id, role }, 'role or classes changed');
  publish({ kind: 'person', personId: person.id });
  return true;
}

const nobody = (person: Person) => ({
  ...person,
  role: null,
  isAdmin: false,
  classes: [],
  groupsSeen: [],
});

type Rights = Pick<PersonSeen, 'name' | 'role' | 'isAdmin' | 'classes'>;

const rightsOf = ({ name, role, isAdmin, classes }: Rights) => [name, role, isAdmin, classes];

/** On every device; streams and passes end with them. */
export async function endSessionsOf(
  store: SessionStore,
  publish: Publish,
  personId: string,
  why: 'signed-out' | 'revoked',
): Promise<void> {
  for (const sessionRef of await store.sessionsOf(personId)) {
    await store.endSession(sessionRef);
    publish({ kind: 'session-ended', sessionRef, personId, why });
  }
}
