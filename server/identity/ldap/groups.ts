/**
 * Which groups somebody is in, in whichever of four ways the directory says so.
 * Only groups below the base and matching the filter count, also when the
 * person's own entry claims others: a name alone proves nothing.
 */
import {
  type Client,
  type Entry,
  type Filter,
  InvalidDNSyntaxError,
  NoSuchObjectError,
  PresenceFilter,
} from 'ldapts';
import { atBase } from './connection.ts';
import { isBelow } from './dn.ts';
import { bytesAttributes, bytesOf, type LdapPerson, valuesOf } from './entry.ts';
import { anyOf, both, equals, inChain, written } from './filters.ts';
import { searchAll } from './search-all.ts';
import type { LdapSettings } from './settings.ts';

/** `sid`: Active Directory's identifier. */
export type LdapGroup = { dn: string; name: string; sid: Buffer | null };

type Groups = LdapSettings['groups'];

export async function searchGroups(
  client: Client,
  groups: Groups,
  filter: Filter,
): Promise<LdapGroup[]> {
  const search = searchAll(client, {
    base: groups.base,
    filter: both(written(groups.filter), filter),
    attributes: [groups.nameAttribute, 'objectSid'],
    bytes: bytesAttributes,
  });
  const entries = await atBase('HOMEROOM_LDAP_GROUPS_BASE', groups.base, search);
  return entries.flatMap((entry) => groupOf(entry, groups));
}

export const allGroups = (client: Client, groups: Groups): Promise<LdapGroup[]> =>
  searchGroups(client, groups, new PresenceFilter({ attribute: 'objectClass' }));

function groupOf(entry: Entry, { nameAttribute }: Groups): LdapGroup[] {
  const [name] = valuesOf(entry, nameAttribute);
  return name === undefined ? [] : [{ dn: entry.dn, name, sid: bytesOf(entry, 'objectSid') }];
}

export async function groupsOf(
  client: Client,
  person: LdapPerson,
  groups: Groups,
): Promise<LdapGroup[]> {
  if (groups.membership === 'memberUid') return listing(client, groups, person.memberUid);
  const primary = await primaryGroupOf(client, person, groups);
  const dns = primary.map(({ dn }) => dn);
  switch (groups.membership) {
    case 'member': {
      const first = async () => [...(await holding(client, groups, [person.dn])), ...primary];
      return climb(groups.nestedDepth, first, (below) =>
        holding(
          client,
          groups,
          below.map(({ dn }) => dn),
        ),
      );
    }
    case 'in-chain': {
      const chains = [person.dn, ...dns].map((dn) => inChain(groups.memberAttribute, dn));
      return [...(await searchGroups(client, groups, anyOf(chains))), ...primary];
    }
    case 'memberOf':
      return climbClaims(client, [...person.memberOf, ...dns], groups);
    default:
      return groups.membership satisfies never;
  }
}

const holding = (client: Client, groups: Groups, dns: readonly string[]) =>
  searchGroups(client, groups, anyOf(dns.map((dn) => equals(groups.memberAttribute, dn))));

async function listing(client: Client, groups: Groups, uid: string | undefined) {
  return uid === undefined ? [] : searchGroups(client, groups, equals('memberUid', uid));
}

/** Neither the group nor the person lists this one; it counts where it stands among the groups. */
async function primaryGroupOf(client: Client, { primaryGroup }: LdapPerson, groups: Groups) {
  return primaryGroup === null
    ? []
    : searchGroups(client, groups, equals('objectSid', primaryGroup));
}

/** Follows groups in groups, to a maximum depth. Circles end, since each group is taken once. */
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
    // The person's entry names it, but it does not exist, or the service account may not read it.
    if (error instanceof NoSuchObjectError || error instanceof InvalidDNSyntaxError)
      return undefined;
    throw error;
  }
}
