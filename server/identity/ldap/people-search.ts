/** Searching people, and reading one by its DN. */
import type { Client, Entry, Filter } from 'ldapts';
import { atBase } from './connection.ts';
import { isBelow } from './dn.ts';
import { attributesOf, bytesAttributes, type LdapPerson, personOf } from './entry.ts';
import { written } from './filters.ts';
import { searchAll } from './search-all.ts';
import type { LdapSettings } from './settings.ts';

type People = Pick<LdapSettings, 'people'>;

export async function searchPeople(
  client: Client,
  { people }: People,
  filter: Filter,
): Promise<LdapPerson[]> {
  const attributes = attributesOf(people);
  const search = { base: people.base, filter, attributes, bytes: bytesAttributes };
  const entries = await atBase('HOMEROOM_LDAP_PEOPLE_BASE', people.base, searchAll(client, search));
  return peopleOf(entries, people);
}

/** `null` when it is not one of the people, or does not fit the filter beside. */
export async function personOfDn(
  client: Client,
  { people }: People,
  dn: string,
  filter: Filter = written(people.filter),
): Promise<LdapPerson | null> {
  if (!isBelow(dn, people.base)) return null;
  const { searchEntries } = await client.search(dn, {
    scope: 'base',
    filter,
    attributes: attributesOf(people),
    explicitBufferAttributes: bytesAttributes,
  });
  return peopleOf(searchEntries, people)[0] ?? null;
}

const peopleOf = (entries: readonly Entry[], people: LdapSettings['people']) =>
  entries.flatMap((entry) => personOf(entry, people) ?? []);
