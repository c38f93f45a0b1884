/**
 * Accounts from the school's LDAP: OpenLDAP, Active Directory, Univention and
 * their kin. Finds the person with the service account, then asks the directory
 * itself whether the password is right, on a line of its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'ldapts';
import { byName } from '../directory-listing.ts';
import {
  type Account,
  type Directory,
  type DirectoryState,
  isTriable,
  type MayTry,
  type ReadGroups,
  sameLogin,
  type SignInAnswer,
} from '../directory.ts';
import { createLanes } from '../lanes.ts';
import { type Connections, createConnections, messageOf, seeRoot } from './connection.ts';
import { bindNameOf, findOwn } from './direct-bind.ts';
import type { LdapPerson } from './entry.ts';
import { createEvenTiming } from './even-timing.ts';
import { byLogin, bySubject } from './filters.ts';
import { allGroups, groupsOf, type LdapGroup } from './groups.ts';
import { tryPassword } from './password-check.ts';
import { createServiceLine, type ServiceLine } from './service-line.ts';
import type { LdapSettings } from './settings.ts';
import { searchPeople } from './people-search.ts';
import { findTeachers } from './teachers.ts';

export type LdapDeps = { settings: LdapSettings; readGroups: ReadGroups; clock: () => number };

/** Each is a connection of its own, and work for the directory. */
const bindLanes = { lanes: 16, longestQueue: 3_000, longestWaitMs: 20_000 };

export function ldapDirectory({ settings, readGroups, clock }: LdapDeps): Directory {
  const connections = createConnections(settings, clock);
  const service = settings.service && createServiceLine(connections, settings.service);
  const timing = createEvenTiming({ now: () => performance.now(), wait: pause });
  const lanes = createLanes(bindLanes);
  const check = service
    ? (login: string, password: string, mayTry: MayTry) =>
        checkFound({ settings, connections, service }, login, password, mayTry)
    : (login: string, password: string, mayTry: MayTry) =>
        checkDirectly({ settings, connections }, login, password, mayTry);

  async function checkPassword(
    login: string,
    password: string,
    mayTry: MayTry,
  ): Promise<SignInAnswer> {
    if (!isTriable(login, password)) return { kind: 'refused' };
    const even = timing.begin();
    try {
      const checked = await lanes.run(() => check(login.trim(), password, mayTry));
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

type Bound = { settings: LdapSettings; connections: Connections };

/** With a service account: the person first, then the password. */
async function checkFound(
  { settings, connections, service }: Bound & { service: ServiceLine },
  login: string,
  password: string,
  mayTry: MayTry,
): Promise<SignInAnswer> {
  const person = await service.ask((client) => findByLogin(client, settings, login));
  if (!mayTry(person?.subject ?? sameLogin(login))) return { kind: 'not-now' };
  if (!person) return { kind: 'refused' };
  const name = settings.bindPattern ? bindNameOf(settings.bindPattern, login) : person.dn;
  const { verdict } = await tryPassword(connections, name, password, async () => undefined);
  if (verdict.kind !== 'accepted') return answerOf(verdict.kind);
  const account = await service.ask((client) => accountOf(client, settings, person));
  return { kind: 'signed-in', account };
}

/** Without one: the password first, and the person looks itself up. */
async function checkDirectly(
  { settings, connections }: Bound,
  login: string,
  password: string,
  mayTry: MayTry,
): Promise<SignInAnswer> {
  const name = bindNameOf(settings.bindPattern ?? '', login);
  if (!mayTry(withoutMarks(login))) return { kind: 'not-now' };
  const tried = await tryPassword(connections, name, password, async (client) => {
    const person = await findOwn(client, settings, name, login);
    return person && accountOf(client, settings, person);
  });
  if (tried.verdict.kind !== 'accepted') return answerOf(tried.verdict.kind);
  return 'value' in tried && tried.value
    ? { kind: 'signed-in', account: tried.value }
    : {
        kind: 'unreachable',
        cause: `${name} may not read its own entry below the people base, or is not one of the people`,
      };
}

/** Active Directory takes `ädä` for `ada`; nobody may guess on under another spelling. */
const withoutMarks = (login: string) => sameLogin(login.normalize('NFKD').replace(/\p{M}/gu, ''));

/** What the person may learn: of a lock nothing, since a guesser would learn it too. */
function answerOf(
  verdict: 'wrong' | 'locked' | 'disabled' | 'expired' | 'must-change',
): SignInAnswer {
  switch (verdict) {
    case 'wrong':
    case 'locked':
      return { kind: 'refused' };
    case 'disabled':
      return { kind: 'locked' };
    case 'expired':
    case 'must-change':
      return { kind: 'expired' };
    default:
      return verdict satisfies never;
  }
}

/** Throws when the login fits several people: nobody may be taken for another. */
export async function findByLogin(
  client: Client,
  settings: LdapSettings,
  login: string,
): Promise<LdapPerson | null> {
  const found = await searchPeople(client, settings, byLogin(settings.people, login));
  if (found.length > 1) throw new Error(`${found.length} people have the login ${login}`);
  return found[0] ?? null;
}

export const namesOf = (groups: readonly LdapGroup[]): string[] =>
  [...new Set(groups.map(({ name }) => name))].sort(byName);

async function accountOf(
  client: Client,
  settings: LdapSettings,
  person: LdapPerson,
): Promise<Account> {
  const groups = namesOf(await groupsOf(client, person, settings.groups));
  return { subject: person.subject, name: person.name, groups };
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
