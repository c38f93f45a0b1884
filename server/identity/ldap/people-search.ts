/** Searching people, and reading one by its DN. */
import type { Client } from 'ldapts';
import { atBase } from './connection.ts';
import { isBelow } from './dn.ts';
import { type LdapPerson, lockedTime, personOf } from './entry.ts';
import type { LdapSettings } from './settings.ts';

/** Enough for any name that a teacher types, and no dump of the directory. */
const mostFound = 400;

const attributesOf = (people: LdapSettings['people']): string[] => [
  ...people.loginAttributes,
  ...people.nameAttributes,
  people.idAttribute,
  'memberOf',
  lockedTime,
];

export function searchPeople(
  client: Client,
  { people }: Pick<LdapSettings, 'people'>,
  filter: string,
): Promise<LdapPerson[]> {
  const found = search(client, people, people.base, { scope: 'sub', filter });
  return atBase('HOMEROOM_LDAP_PEOPLE_BASE', people.base, found);
}

/** `null` when it is not one of the people. */
export async function personOfDn(
  client: Client,
  { people }: Pick<LdapSettings, 'people'>,
  dn: string,
): Promise<LdapPerson | null> {
  if (!isBelow(dn, people.base)) return null;
  const [person] = await search(client, people, dn, { scope: 'base', filter: people.filter });
  return person ?? null;
}

async function search(
  client: Client,
  people: LdapSettings['people'],
  base: string,
  where: { scope: 'sub' | 'base'; filter: string },
): Promise<LdapPerson[]> {
  const { searchEntries } = await client.search(base, {
    ...where,
    attributes: attributesOf(people),
    explicitBufferAttributes: ['objectGUID'],
    sizeLimit: mostFound,
  });
  return searchEntries.flatMap((entry) => personOf(entry, people) ?? []);
}
