/** From a login to a person, and from a person to an Account with its groups. */
import type { Client } from 'ldapts';
import { byName } from '../directory-listing.ts';
import type { Account } from '../directory.ts';
import type { LdapPerson } from './entry.ts';
import { byLogin } from './filters.ts';
import { groupsOf, type LdapGroup } from './groups.ts';
import { searchPeople } from './people-search.ts';
import type { LdapSettings } from './settings.ts';

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

export async function accountOf(
  client: Client,
  settings: LdapSettings,
  person: LdapPerson,
): Promise<Account> {
  const groups = namesOf(await groupsOf(client, person, settings.groups));
  return { subject: person.subject, name: person.name, groups };
}
