/**
 * Finding teachers: those of the query who are in a group that makes teachers.
 * The directory narrows it down; who is found is looked at once more as at a
 * sign-in, since somebody who is a student too is none.
 */
import type { Client } from 'ldapts';
import type { ReadGroups } from '../directory.ts';
import { type LdapPerson, valuesOf } from './entry.ts';
import { anyOf, both, byQuery, equals, inChain } from './filters.ts';
import { type LdapGroup, allGroups, groupsOf, searchGroups } from './groups.ts';
import { searchPeople } from './people-search.ts';
import type { LdapSettings } from './settings.ts';

const mostFound = 20;

export async function findTeachers(
  client: Client,
  settings: LdapSettings,
  readGroups: ReadGroups,
  query: string,
): Promise<LdapPerson[]> {
  const isTeacher = (groups: readonly LdapGroup[]) =>
    readGroups(groups.map(({ name }) => name)).role === 'teacher';
  const staff = (await allGroups(client, settings.groups)).filter((group) => isTeacher([group]));
  if (staff.length === 0) return [];
  const candidates = await narrow(client, settings, staff, query);
  const found: LdapPerson[] = [];
  for (const person of candidates) {
    if (found.length === mostFound) break;
    if (isTeacher(await groupsOf(client, person, settings.groups))) found.push(person);
  }
  return found;
}

async function narrow(
  client: Client,
  settings: LdapSettings,
  staff: readonly LdapGroup[],
  query: string,
): Promise<LdapPerson[]> {
  const { membership } = settings.groups;
  if (membership === 'in-chain' || membership === 'memberOf') {
    const groups =
      membership === 'memberOf' ? await withInner(client, settings.groups, staff) : staff;
    const attribute = membership === 'in-chain' ? `memberOf${inChain}` : 'memberOf';
    const inStaff = anyOf(groups.map(({ dn }) => equals(attribute, dn)));
    return searchPeople(client, settings, both(byQuery(settings.people, query), inStaff));
  }
  const members = await membersOf(client, settings, staff);
  const people = await searchPeople(client, settings, byQuery(settings.people, query));
  return people.filter(({ dn, login }) =>
    members.has(membership === 'memberUid' ? login : dn.toLowerCase()),
  );
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

/** DNs in lower case, of groups in groups too; or login names. */
async function membersOf(
  client: Client,
  settings: LdapSettings,
  staff: readonly LdapGroup[],
): Promise<Set<string>> {
  const { membership, memberAttribute, nestedDepth } = settings.groups;
  const isByUid = membership === 'memberUid';
  const members = new Set<string>();
  let level = staff.map(({ dn }) => dn);
  for (let depth = 0; level.length > 0 && depth <= nestedDepth; depth += 1) {
    const lists = await Promise.all(
      level.map((dn) => readList(client, dn, isByUid ? 'memberUid' : memberAttribute)),
    );
    const fresh = lists
      .flat()
      .filter((member) => !members.has(isByUid ? member : member.toLowerCase()));
    for (const member of fresh) members.add(isByUid ? member : member.toLowerCase());
    level = isByUid ? [] : await onlyGroups(client, settings.groups, fresh);
  }
  return members;
}

async function readList(client: Client, dn: string, attribute: string): Promise<string[]> {
  const { searchEntries } = await client.search(dn, { scope: 'base', attributes: [attribute] });
  return searchEntries.flatMap((entry) => valuesOf(entry, attribute));
}

async function onlyGroups(
  client: Client,
  groups: LdapSettings['groups'],
  dns: readonly string[],
): Promise<string[]> {
  const known = new Set((await allGroups(client, groups)).map(({ dn }) => dn.toLowerCase()));
  return dns.filter((dn) => known.has(dn.toLowerCase()));
}
