/** What the school says now of a person who has a session, written down where it has changed. */
import type { Publish } from '../contract/change.ts';
import type { Log } from '../http/log.ts';
import type { Person, PersonSeen } from './people-store.ts';
import { readableGroups, readableName } from './readable.ts';
import { type RoleSettings, roleAndClassesOf } from './role.ts';
import type { SessionStore } from './sessions-store.ts';

export type FollowDeps = {
  store: SessionStore;
  roles: RoleSettings;
  publish: Publish;
  clock: () => number;
  log: Log;
};

/** `null` where the provider does not say it. */
export type AccountNow = { name: string | null; groups: readonly string[] | null };

/**
 * What is not said (`null`) is kept: a refresh may come without groups where the sign-in had some.
 * @returns whether a right, or the name, is another now
 */
export async function followAccount(
  { store, roles, publish, clock, log }: FollowDeps,
  person: Person,
  { name, groups }: AccountNow,
): Promise<boolean> {
  const readable = name === null ? null : readableName(name);
  const now = {
    ...person,
    ...(readable === null ? {} : { name: readable }),
    ...(groups === null ? {} : roleAndClassesNow(groups, roles)),
  };
  if (JSON.stringify(rightsOf(now)) === JSON.stringify(rightsOf(person))) return false;
  await store.inTransaction(async (writes) => {
    await writes.rememberPerson(now, null);
    // Otherwise an ID token from before would bring the old rights back.
    await writes.endSignIns(person, clock());
  });
  log.info({ personId: person.id, role: now.role }, 'name, role or classes changed');
  publish({ kind: 'person', personId: person.id });
  return true;
}

export function roleAndClassesNow(groups: readonly string[], roles: RoleSettings) {
  const { role, isAdmin, classes } = roleAndClassesOf(groups, roles);
  return { role, isAdmin, classes, groupsSeen: role ? [] : readableGroups(groups) };
}

type Rights = Pick<PersonSeen, 'name' | 'role' | 'isAdmin' | 'classes'>;

const rightsOf = ({ name, role, isAdmin, classes }: Rights) => [name, role, isAdmin, classes];
