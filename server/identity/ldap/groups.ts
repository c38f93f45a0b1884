/**
 * Which groups somebody is in, in whichever of four ways the directory says so.
 * Only groups below the base and matching the filter count, also when the
 * person's own entry claims others: a name alone proves nothing.
 */
import { type Client, type Entry, InvalidDNSyntaxError, NoSuchObjectError } from 'ldapts';
import { atBase } from './connection.ts';
import { isBelow } from './dn.ts';
import { type LdapPerson, valuesOf } from './entry.ts';
import { anyOf, both, equals, inChain } from './filters.ts';
import type { LdapSettings } from './settings.ts';

export type LdapGroup = { dn: string; name: string };

type Groups = LdapSettings['groups'];

const pageSize = 500;

export async function searchGroups(
  client: Client,
  groups: Groups,
  filter: string,
): Promise<LdapGroup[]> {
  const search = client.search(groups.base, {
    scope: 'sub',
    filter: both(groups.filter, filter),
    attributes: [groups.nameAttribute],
    paged: { pageSize },
  });
  const { searchEntries } = await atBase('HOMEROOM_LDAP_GROUPS_BASE', groups.base, search);
  return searchEntries.flatMap((entry) => groupOf(entry, groups));
}

export const allGroups = (client: Client, groups: Groups): Promise<LdapGroup[]> =>
  searchGroups(client, groups, '(objectClass=*)');

function groupOf(entry: Entry, { nameAttribute }: Groups): LdapGroup[] {
  const [name] = valuesOf(entry, nameAttribute);
  return name === undefined ? [] : [{ dn: entry.dn, name }];
}

export async function groupsOf(
  client: Client,
  person: LdapPerson,
  groups: Groups,
): Promise<LdapGroup[]> {
  switch (groups.membership) {
    case 'member':
      return climb(
        groups.nestedDepth,
        () => holding(client, groups, [person.dn]),
        (below) =>
          holding(
            client,
            groups,
            below.map(({ dn }) => dn),
          ),
      );
    case 'in-chain':
      return searchGroups(client, groups, equals(groups.memberAttribute + inChain, person.dn));
    case 'memberUid':
      return searchGroups(client, groups, equals('memberUid', person.login));
    case 'memberOf':
      return climbClaims(client, person.memberOf, groups);
    default:
      return groups.membership satisfies never;
  }
}

const holding = (client: Client, groups: Groups, dns: readonly string[]) =>
  searchGroups(client, groups, anyOf(dns.map((dn) => equals(groups.memberAttribute, dn))));

/** Groups in groups, to a depth: circles end since a group is taken once. */
async function climb(
  depth: number,
  first: () => Promise<LdapGroup[]>,
  above: (groups: LdapGroup[]) => Promise<LdapGroup[]>,
): Promise<LdapGroup[]> {
  const found = new Map<string, LdapGroup>();
  let level = await first();
  for (let height = 0; level.length > 0; height += 1) {
    for (const group of level) found.set(group.dn.toLowerCase(), group);
    if (height >= depth) break;
    level = (await above(level)).filter(({ dn }) => !found.has(dn.toLowerCase()));
  }
  return [...found.values()];
}

/** Each group that the person's `memberOf` names is looked at, and then what that one names. */
async function climbClaims(
  client: Client,
  claimed: readonly string[],
  groups: Groups,
): Promise<LdapGroup[]> {
  const found = new Map<string, LdapGroup | null>();
  let level = claimed;
  for (let height = 0; level.length > 0 && height <= groups.nestedDepth; height += 1) {
    const fresh = level.filter((dn) => !found.has(dn.toLowerCase()));
    const seen = await Promise.all(fresh.map((dn) => readGroup(client, dn, groups)));
    fresh.forEach((dn, at) => found.set(dn.toLowerCase(), seen[at]?.group ?? null));
    level = seen.flatMap((one) => one?.memberOf ?? []);
  }
  return [...found.values()].flatMap((group) => group ?? []);
}

async function readGroup(client: Client, dn: string, groups: Groups) {
  if (!isBelow(dn, groups.base)) return null;
  const entry = await readEntry(client, dn, groups);
  const [group] = entry ? groupOf(entry, groups) : [];
  return entry && group ? { group, memberOf: valuesOf(entry, 'memberOf') } : null;
}

async function readEntry(client: Client, dn: string, groups: Groups): Promise<Entry | undefined> {
  const { filter, nameAttribute } = groups;
  const attributes = [nameAttribute, 'memberOf'];
  try {
    return (await client.search(dn, { scope: 'base', filter, attributes })).searchEntries[0];
  } catch (error) {
    // Claimed, but not there, or not for our eyes.
    if (error instanceof NoSuchObjectError || error instanceof InvalidDNSyntaxError)
      return undefined;
    throw error;
  }
}
