/**
 * Accounts from the school's LDAP: OpenLDAP, Active Directory, Univention and
 * their kin. Finds the person with the service account, then asks the directory
 * itself whether the password is right, on a line of its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { FilterParser } from 'ldapts';
import { byName } from '../directory-listing.ts';
import {
  type Directory,
  type DirectoryState,
  isTriable,
  type MayTry,
  type ReadGroups,
  type SignInAnswer,
} from '../directory.ts';
import { createLanes } from '../lanes.ts';
import { accountOf, namesOf } from './account.ts';
import {
  type Connections,
  createConnections,
  messageOf,
  seeRoot,
  WrongSettings,
} from './connection.ts';
import { createEvenTiming } from './even-timing.ts';
import { bySubject } from './filters.ts';
import { allGroups } from './groups.ts';
import { searchPeople } from './people-search.ts';
import { createServiceLine, type ServiceLine } from './service-line.ts';
import type { LdapSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { findTeachers } from './teachers.ts';

export type LdapDeps = { settings: LdapSettings; readGroups: ReadGroups; clock: () => number };

/** Each is a connection of its own, and work for the directory. */
const bindLanes = { lanes: 16, longestQueue: 3_000, longestWaitMs: 20_000 };

/** Throws when a filter of the settings is none. Does not ask the directory yet. */
export function ldapDirectory({ settings, readGroups, clock }: LdapDeps): Directory {
  refuseBadFilters(settings);
  const connections = createConnections(settings, clock);
  const service = settings.service && createServiceLine(connections, settings.service);
  const timing = createEvenTiming({ now: () => performance.now(), wait: pause });
  const lanes = createLanes(bindLanes);
  const signIn = createSignIn(settings, connections, service);

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
    ...(service ? portOf(service, settings, readGroups) : unasked),
    canBeAsked: service !== null,
    probe: () => probe(connections, service),
    close: async () => service?.close(),
  };
}

function refuseBadFilters({ people, groups }: LdapSettings): void {
  const filters = {
    HOMEROOM_LDAP_PEOPLE_FILTER: people.filter,
    HOMEROOM_LDAP_GROUP_FILTER: groups.filter,
  };
  for (const [setting, filter] of Object.entries(filters)) {
    try {
      FilterParser.parseString(filter);
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

type Port = Pick<Directory, 'listClasses' | 'findTeachers' | 'stillHere'>;

function portOf(service: ServiceLine, settings: LdapSettings, readGroups: ReadGroups): Port {
  return {
    async listClasses() {
      const groups = await service.ask((client) => allGroups(client, settings.groups));
      return [...new Set(readGroups(namesOf(groups)).classes)].sort(byName);
    },
    async findTeachers(query) {
      const wanted = query.trim().slice(0, 100);
      const found = await service.ask((client) =>
        findTeachers(client, settings, readGroups, wanted),
      );
      return found
        .map(({ subject, name, login }) => ({ subject, name, detail: login }))
        .sort((one, other) => byName(one.name, other.name));
    },
    async stillHere(subject) {
      const filter = bySubject(settings.people, subject);
      if (filter === null) return null;
      return service.ask(async (client) => {
        const [person] = await searchPeople(client, settings, filter);
        if (!person || person.isLockedForGood) return null;
        const { name, groups } = await accountOf(client, settings, person);
        return { name, groups };
      });
    },
  };
}

/** Nobody but the person at the keyboard can read the directory. */
const unasked: Port = {
  listClasses: async () => [],
  findTeachers: async () => [],
  stillHere: () => Promise.reject(new Error('without a service account nobody can be looked up')),
};
