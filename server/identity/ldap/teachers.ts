/**
 * Finding teachers. Those in a group that makes teachers come first, and the query
 * looks among them: a school has far more pupils of any name. Who is found is looked
 * at once more as at a sign-in, since somebody who is a student too is none.
 */
import { type Client, NoSuchObjectError } from 'ldapts';
import { byName } from '../directory-listing.ts';
import type { ReadGroups } from '../directory.ts';
import { closedBy, type LdapPerson, numberOfGroup } from './entry.ts';
import { anyOf, both, byQuery, equals, inChain } from './filters.ts';
import { type LdapGroup, allGroups, groupsOf, searchGroups } from './groups.ts';
import { readMembers } from './member-list.ts';
import { personOfDn, searchPeople } from './people-search.ts';
import type { LdapSettings } from './settings.ts';

const maxFound = 20;
/** How many are asked for in one filter, or at once. */
const chunkSize = 50;

type Asked = {
  client: Client;
  settings: LdapSettings;
  readGroups: ReadGroups;
  query: string;
  now: number;
};

/** In the order of their names; `isCut`: there are more. */
export async function findTeachers(
  asked: Asked,
): Promise<{ teachers: readonly LdapPerson[]; isCut: boolean }> {
  const { client, settings, readGroups, now } = asked;
  const isTeacher = (groups: readonly LdapGroup[]) =>
    readGroups(groups.map(({ name }) => name)).role === 'teacher';
  const all = await allGroups(client, settings.groups);
  const staff = all.filter((group) => isTeacher([group]));
  const candidates = staff.length === 0 ? [] : await amongStaff(asked, staff, all);
  const teachers: LdapPerson[] = [];
  for (const person of inOrder(candidates)) {
    if (closedBy(person, now) !== null) continue;
    if (!isTeacher(await groupsOf(client, person, settings.groups))) continue;
    if (teachers.length === maxFound) return { teachers, isCut: true };
    teachers.push(person);
  }
  return { teachers, isCut: false };
}

function inOrder(people: readonly LdapPerson[]): LdapPerson[] {
  const once = new Map(people.map((person) => [person.subject, person]));
  return [...once.values()].toSorted((one, other) => byName(one.name, other.name));
}

async function amongStaff(
  asked: Asked,
  staff: readonly LdapGroup[],
  all: readonly LdapGroup[],
): Promise<LdapPerson[]> {
  const { client, settings, query } = asked;
  const { groups, people } = settings;
  const fits = byQuery(people, query);
  const search = (one: ReturnType<typeof equals>[]) =>
    searchPeople(client, settings, both(fits, anyOf(one)));
  switch (groups.membership) {
    case 'memberOf': {
      const inner = await withInner(client, groups, staff);
      return search([...inner.map(({ dn }) => equals('memberOf', dn)), ...byPrimary(inner)]);
    }
    case 'in-chain': {
      const chains = staff.map(({ dn }) => inChain('memberOf', dn));
      const inner = await searchGroups(client, groups, anyOf(chains));
      return search([...chains, ...byPrimary([...staff, ...inner])]);
    }
    case 'memberUid': {
      const uids = await listsOf(client, staff, 'memberUid');
      return inChunks([...new Set(uids)], (some) =>
        search(some.map((uid) => equals(people.memberUidAttribute, uid))),
      );
    }
    case 'member': {
      const { members, inside } = await membersOf(asked, staff, all);
      const primary = byPrimary(inside);
      return [
        ...(await inChunks(members, (some) => readThem(asked, some))),
        ...(primary.length === 0 ? [] : await search(primary)),
      ];
    }
    default:
      return groups.membership satisfies never;
  }
}

const byPrimary = (groups: readonly LdapGroup[]) =>
  groups.flatMap(({ sid }) => (sid ? [equals('primaryGroupID', numberOfGroup(sid))] : []));

/** Those of these DNs that fit the query. */
async function readThem({ client, settings, query }: Asked, dns: readonly string[]) {
  const fits = byQuery(settings.people, query);
  const read = dns.map((dn) =>
    personOfDn(client, settings, dn, fits).catch((error: unknown) => {
      // Listed, but gone, or not for our eyes.
      if (error instanceof NoSuchObjectError) return null;
      throw error;
    }),
  );
  return (await Promise.all(read)).flatMap((person) => person ?? []);
}

async function inChunks<T>(
  all: readonly string[],
  ask: (some: readonly string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (let at = 0; at < all.length; at += chunkSize) {
    found.push(...(await ask(all.slice(at, at + chunkSize))));
  }
  return found;
}

/** The groups, and those inside of them. */
async function withInner(
  client: Client,
  groups: LdapSettings['groups'],
  outer: readonly LdapGroup[],
): Promise<LdapGroup[]> {
  const all = new Map(outer.map((group) => [group.dn.toLowerCase(), group]));
  let level = outer;
  for (let depth = 0; level.length > 0 && depth < groups.nestedDepth; depth += 1) {
    const inner = anyOf(level.map(({ dn }) => equals('memberOf', dn)));
    const found = await searchGroups(client, groups, inner);
    level = found.filter(({ dn }) => !all.has(dn.toLowerCase()));
    for (const group of level) all.set(group.dn.toLowerCase(), group);
  }
  return [...all.values()];
}

/** Everybody whom the groups list, and groups inside of them. */
async function membersOf(
  { client, settings }: Asked,
  staff: readonly LdapGroup[],
  all: readonly LdapGroup[],
): Promise<{ members: string[]; inside: LdapGroup[] }> {
  const { memberAttribute, nestedDepth } = settings.groups;
  const known = new Map(all.map((group) => [group.dn.toLowerCase(), group]));
  const seen = new Map<string, string>();
  const inside: LdapGroup[] = [];
  let level = staff;
  for (let depth = 0; level.length > 0 && depth <= nestedDepth; depth += 1) {
    inside.push(...level);
    const listed = await listsOf(client, level, memberAttribute);
    const fresh = listed.filter((dn) => !seen.has(dn.toLowerCase()));
    for (const dn of fresh) seen.set(dn.toLowerCase(), dn);
    level = [...new Set(fresh.map((dn) => dn.toLowerCase()))].flatMap((dn) => known.get(dn) ?? []);
  }
  const members = [...seen].flatMap(([key, dn]) => (known.has(key) ? [] : [dn]));
  return { members, inside };
}

async function listsOf(client: Client, groups: readonly LdapGroup[], attribute: string) {
  const lists = groups.map(({ dn }) => readMembers(client, dn, attribute));
  return (await Promise.all(lists)).flat();
}
