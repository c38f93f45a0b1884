/**
 * Accounts from the school's LDAP: OpenLDAP, Active Directory, Univention and
 * their kin. Finds the person with the service account, then asks the directory
 * itself whether the password is right, on a line of its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { byName } from '../directory-listing.ts';
import {
  type Directory,
  type DirectoryState,
  isTriable,
  type MayTry,
  type ReadGroups,
  type SignInAnswer,
} from '../directory.ts';
import { type Lanes, createLanes } from '../lanes.ts';
import { accountOf, namesOf } from './account.ts';
import {
  type Connections,
  createConnections,
  DirectoryUnreachable,
  seeRoot,
  WrongSettings,
} from './connection.ts';
import { createEvenTiming } from './even-timing.ts';
import { closedBy } from './entry.ts';
import { bySubject, written } from './filters.ts';
import { createCanary } from './canary.ts';
import { allGroups } from './groups.ts';
import { searchPeople } from './people-search.ts';
import { messageOf } from './result-codes.ts';
import { createServiceLine, type ServiceLine } from './service-line.ts';
import type { LdapSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { findTeachers } from './teachers.ts';

export type LdapDeps = { settings: LdapSettings; readGroups: ReadGroups; clock: () => number };

/** Each is a connection of its own, and work for the directory. */
const bindLanes = { lanes: 16, longestQueue: 3_000, longestWaitMs: 20_000 };
/** Lists that teachers choose from: a few at once, and nobody waits long for them. */
const listLanes = { lanes: 4, longestQueue: 100, longestWaitMs: 10_000 };

/** Throws when a filter of the settings is none. Does not ask the directory yet. */
export function ldapDirectory({ settings, readGroups, clock }: LdapDeps): Directory {
  refuseBadFilters(settings);
  const connections = createConnections(settings, clock);
  const service = settings.service && serviceLines(connections, settings.service);
  const timing = createEvenTiming({ now: () => performance.now(), wait: pause });
  const lanes = createLanes(bindLanes);
  const signIn = createSignIn(settings, connections, service?.signIns ?? null, clock);

  async function checkPassword(
    login: string,
    password: string,
    mayTry: MayTry,
    asker?: string,
  ): Promise<SignInAnswer> {
    if (!isTriable(login, password)) return { kind: 'refused' };
    const even = timing.begin();
    try {
      const checked = await lanes.run(() => signIn(login.trim(), password, mayTry), asker);
      if (checked.kind === 'busy') return { kind: 'busy' };
      if (checked.value.kind === 'refused') await even();
      return checked.value;
    } catch (error) {
      return { kind: 'unreachable', cause: messageOf(error) };
    }
  }

  return {
    checkPassword,
    ...(service ? portOf(service, { settings, readGroups, clock }) : unasked),
    canBeAsked: service !== null,
    probe: () => probe(connections, service?.signIns ?? null),
    async close() {
      for (const line of Object.values(service ?? {})) await line.close();
    },
  };
}

function refuseBadFilters({ people, groups }: LdapSettings): void {
  const filters = {
    HOMEROOM_LDAP_PEOPLE_FILTER: people.filter,
    HOMEROOM_LDAP_GROUP_FILTER: groups.filter,
  };
  for (const [setting, filter] of Object.entries(filters)) {
    try {
      written(filter);
    } catch (error) {
      throw new WrongSettings(`${setting}: ${filter} is no LDAP filter: ${messageOf(error)}`);
    }
  }
}

async function probe(
  connections: Connections,
  service: ServiceLine | null,
): Promise<DirectoryState> {
  try {
    if (service) await service.ask(seeRoot);
    else await (await connections.connect()).hangUp();
    return { isReachable: true };
  } catch (error) {
    return { isReachable: false, cause: messageOf(error) };
  }
}

type Lines = { signIns: ServiceLine; people: ServiceLine; lists: ServiceLine };

/** A directory answers one line in turn: who searches keeps nobody from signing in. */
function serviceLines(
  connections: Connections,
  account: NonNullable<LdapSettings['service']>,
): Lines {
  return {
    signIns: createServiceLine(connections, account),
    people: createServiceLine(connections, account),
    lists: createServiceLine(connections, account),
  };
}

type Port = Pick<Directory, 'listClasses' | 'findTeachers' | 'stillHere'>;

function portOf({ people, lists }: Lines, { settings, readGroups, clock }: LdapDeps): Port {
  const lanes = createLanes(listLanes);
  const showsSomebody = createCanary(settings);
  return {
    async listClasses() {
      const groups = await inTurn(lanes, () =>
        lists.ask((client) => allGroups(client, settings.groups)),
      );
      return [...new Set(readGroups(namesOf(groups)).classes)].sort(byName);
    },
    async findTeachers(words) {
      const query = words.trim().slice(0, 100);
      const { teachers, isCut } = await inTurn(lanes, () =>
        lists.ask((client) => findTeachers({ client, settings, readGroups, query, now: clock() })),
      );
      const found = teachers.map(({ subject, name, login }) => ({ subject, name, detail: login }));
      return { teachers: found, isCut };
    },
    async stillHere(subject) {
      const filter = bySubject(settings.people, subject);
      if (filter === null) return null;
      return inWords(() =>
        people.ask(async (client) => {
          const [person] = await searchPeople(client, settings, filter);
          if (!person) await showsSomebody(client);
          if (!person || closedBy(person, clock()) !== null) return null;
          const { name, groups } = await accountOf(client, settings, person);
          return { name, groups };
        }),
      );
    },
  };
}

/** What the rest of the server logs says a directory's codes as they are looked up. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new DirectoryUnreachable(messageOf(error));
  }
}

async function inTurn<T>(lanes: Lanes, work: () => Promise<T>): Promise<T> {
  const done = await lanes.run(() => inWords(work));
  if (done.kind === 'busy') throw new DirectoryUnreachable('too many searches at once');
  return done.value;
}

/** Nobody but the person at the keyboard can read the directory. */
const unasked: Port = {
  listClasses: async () => [],
  findTeachers: async () => ({ teachers: [], isCut: false }),
  stillHere: () => Promise.reject(new Error('without a service account nobody can be looked up')),
};
