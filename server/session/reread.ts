/**
 * Reads standing people's roles again, so that who leaves the school, or changes
 * class, loses what follows from it before the next sign-in. A directory that
 * does not answer takes nothing from anybody.
 */
import type { Publish } from '../contract/change.ts';
import type { Log } from '../edge/log.ts';
import type { Seal } from '../edge/secrets.ts';
import type { EndSessions } from './end-session.ts';
import type { PeopleDirectory } from './people.ts';
import type { Provider } from './provider.ts';
import { readableGroups, readableName } from './readable.ts';
import { type RoleSettings, standingOf } from './role.ts';
import type { Person, PersonSeen } from './people-store.ts';
import type { SessionStore } from './sessions-store.ts';

export type RereadDeps = {
  store: SessionStore;
  directory: PeopleDirectory;
  roles: RoleSettings;
  /** Whose people the directory knows. */
  issuer: string;
  endSessions: EndSessions;
  publish: Publish;
  log: Log;
};

/**
 * One person who cannot be read keeps nobody else from it; a directory that is down is
 * left alone after so many, and asked at the next reading.
 */
const mostFailures = 3;

/** Reads everybody with a session once. @returns how many changed or are gone */
export async function rereadPeople(deps: RereadDeps): Promise<number> {
  let changed = 0;
  let failures = 0;
  for (const person of await deps.store.peopleHere(deps.issuer)) {
    if (failures >= mostFailures) break;
    try {
      if (await reread(deps, person)) changed += 1;
    } catch (error) {
      failures += 1;
      deps.log.warn({ err: error }, 'roles not read again: the directory does not answer');
    }
  }
  return changed;
}

async function reread(deps: RereadDeps, person: Person): Promise<boolean> {
  const account = await deps.directory.stillHere(person.subject);
  if (account) return followAccount(deps, person, account);
  const { store, publish, log } = deps;
  log.info({ personId: person.id }, 'not in the directory any more: signed out');
  // Without role and classes before the sessions end: nothing is left to be used in between.
  await store.rememberPerson(nobody(person), null);
  publish({ kind: 'person', personId: person.id });
  await deps.endSessions.allOf(person.id, 'revoked');
  return true;
}

/**
 * What is not said (`null`) is kept: a refresh may come without groups where the sign-in had some.
 * @returns whether a right, or the name, is another now
 */
async function followAccount(
  { store, roles, publish, log }: Pick<RereadDeps, 'store' | 'roles' | 'publish' | 'log'>,
  person: Person,
  { name, groups }: { name: string | null; groups: readonly string[] | null },
): Promise<boolean> {
  const readable = name === null ? null : readableName(name);
  const now = {
    ...person,
    ...(readable === null ? {} : { name: readable }),
    ...(groups === null ? {} : standingNow(groups, roles)),
  };
  if (JSON.stringify(rightsOf(now)) === JSON.stringify(rightsOf(person))) return false;
  await store.rememberPerson(now, null);
  log.info({ personId: person.id, role: now.role }, 'name, role or classes changed');
  publish({ kind: 'person', personId: person.id });
  return true;
}

function standingNow(groups: readonly string[], roles: RoleSettings) {
  const { role, isAdmin, classes } = standingOf(groups, roles);
  return { role, isAdmin, classes, groupsSeen: role ? [] : readableGroups(groups) };
}

export type RefreshDeps = Omit<RereadDeps, 'directory' | 'issuer'> & {
  refresh: NonNullable<Provider['refresh']>;
  seal: Seal;
};

/** The same with a foreign provider, by the refresh token that a session brought along. */
export async function refreshPeople(deps: RefreshDeps): Promise<void> {
  const { store, seal, log } = deps;
  let failures = 0;
  for (const { ref, personId, refreshToken } of await store.refreshable()) {
    const token = seal.open(refreshToken);
    const person = await store.findPerson(personId);
    if (token === null || !person) continue;
    if (failures >= mostFailures) return;
    try {
      await refreshOne(deps, { ref, person, token });
    } catch (error) {
      failures += 1;
      log.warn({ err: error }, 'roles not read again: the OpenID provider does not answer');
    }
  }
}

type Standing = { ref: string; person: Person; token: string };

async function refreshOne(deps: RefreshDeps, { ref, person, token }: Standing): Promise<void> {
  const { store, seal, log } = deps;
  const keep = (rotated: string) => store.keepRefreshToken(ref, seal.close(rotated));
  const refreshed = await deps.refresh(person.subject, token, keep);
  if (refreshed.kind === 'person') {
    await followAccount(deps, person, refreshed);
    return;
  }
  log.info({ personId: person.id }, 'the OpenID provider knows the session no more: signed out');
  await deps.endSessions.one({ ref, personId: person.id }, 'revoked');
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
