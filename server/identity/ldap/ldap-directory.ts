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
import { type ConcurrencyLimiter, createConcurrencyLimiter } from '../concurrency-limiter.ts';
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
import { createServiceConnection, type ServiceConnection } from './service-connection.ts';
import type { LdapSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { findTeachers } from './teachers.ts';

export type LdapDeps = { settings: LdapSettings; readGroups: ReadGroups; clock: () => number };

/** Each is a connection of its own, and work for the directory. */
const bindLimits = { concurrency: 16, maxQueueLength: 3_000, maxWaitMs: 20_000 };
/** Lists that teachers choose from: a few at once, and nobody waits long for them. */
const listLimits = { concurrency: 4, maxQueueLength: 100, maxWaitMs: 10_000 };

/** Throws when a filter of the settings is none. Does not ask the directory yet. */
export function ldapDirectory({ settings, readGroups, clock }: LdapDeps): Directory {
  refuseBadFilters(settings);
  const connections = createConnections(settings, clock);
  const service = settings.service && serviceLines(connections, settings.service);
  const timing = createEvenTiming({ now: () => performance.now(), wait: pause });
  const limiter = createConcurrencyLimiter(bindLimits);
  const signIn = createSignIn(settings, connections, service?.signIns ?? null, clock);

  async function checkPassword(
    login: string,
    password: string,
    mayTry: MayTry,
    queueKey?: string,
  ): Promise<SignInAnswer> {
    if (!isTriable(login, password)) return { kind: 'refused' };
    const even = timing.begin();
    try {
      const checked = await limiter.run(() => signIn(login.trim(), password, mayTry), queueKey);
      if (checked.kind === 'busy') return { kind: 'busy' };
      if (checked.value.kind === 'refused') await even();
      return checked.value;
    } catch (error) {
      return { kind: 'unreachable', cause: messageOf(error) };
    }
  }

  return {
    checkPassword,
    ...(service ? lookupOver(service, { settings, readGroups, clock }) : unasked),
    canBeAsked: service !== null,
    probe: () => probe(connections, service?.signIns ?? null),
    async close() {
      for (const connection of Object.values(service ?? {})) await connection.close();
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
  service: ServiceConnection | null,
): Promise<DirectoryState> {
  try {
    if (service) await service.ask(seeRoot);
    else await (await connections.connect()).close();
    return { isReachable: true };
  } catch (error) {
    return { isReachable: false, cause: messageOf(error) };
  }
}

type Lines = { signIns: ServiceConnection; people: ServiceConnection; lists: ServiceConnection };

/**
 * A directory answers the requests of one connection in turn, so searches have a connection of
 * their own and keep nobody from signing in.
 */
function serviceLines(
  connections: Connections,
  account: NonNullable<LdapSettings['service']>,
): Lines {
  return {
    signIns: createServiceConnection(connections, account),
    people: createServiceConnection(connections, account),
    lists: createServiceConnection(connections, account),
  };
}

type Lookup = Pick<Directory, 'listClasses' | 'findTeachers' | 'stillHere'>;

function lookupOver({ people, lists }: Lines, { settings, readGroups, clock }: LdapDeps): Lookup {
  const limiter = createConcurrencyLimiter(listLimits);
  const showsSomebody = createCanary(settings);
  return {
    async listClasses() {
      const groups = await limited(limiter, () =>
        lists.ask((client) => allGroups(client, settings.groups)),
      );
      return [...new Set(readGroups(namesOf(groups)).classes)].sort(byName);
    },
    async findTeachers(words) {
      const query = words.trim().slice(0, 100);
      const { teachers, isCut } = await limited(limiter, () =>
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

/** Errors that leave this folder name the directory's codes in words that can be looked up. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new DirectoryUnreachable(messageOf(error));
  }
}

async function limited<T>(limiter: ConcurrencyLimiter, work: () => Promise<T>): Promise<T> {
  const done = await limiter.run(() => inWords(work));
  if (done.kind === 'busy') throw new DirectoryUnreachable('too many searches at once');
  return done.value;
}

/** Without a service account nothing can be looked up. */
const unasked: Lookup = {
  listClasses: async () => [],
  findTeachers: async () => ({ teachers: [], isCut: false }),
  stillHere: () => Promise.reject(new Error('without a service account nobody can be looked up')),
};
