/** From a login to a person, and from a person to an Account with its groups. */
import type { Client } from 'ldapts';
import { byName } from '../directory-listing.ts';
import type { Account } from '../directory.ts';
import type { LdapPerson } from './entry.ts';
import { byLogin } from './filters.ts';
import { groupsOf, type LdapGroup } from './groups.ts';
import { searchPeople } from './people-search.ts';
import type { LdapSettings } from './settings.ts';

export type Found =
  | { kind: 'found'; person: LdapPerson }
  | { kind: 'nobody' }
  /** Several entries have this login: nobody is signed in, rather than the wrong person. */
  | { kind: 'ambiguous'; attribute: string; dns: readonly string[] };

/**
 * By the first of the login attributes that anybody has with this value: what
 * people may write themselves, such as `mail`, never stands in the way of a `uid`.
 */
export async function findByLogin(
  client: Client,
  settings: LdapSettings,
  login: string,
): Promise<Found> {
  for (const attribute of settings.people.loginAttributes) {
    const filter = byLogin(settings.people, attribute, login);
    const found = await searchPeople(client, settings, filter);
    const [person] = found;
    if (found.length > 1) return { kind: 'ambiguous', attribute, dns: found.map(({ dn }) => dn) };
    if (person) return { kind: 'found', person };
  }
  return { kind: 'nobody' };
}

export const ambiguity = (
  login: string,
  { attribute, dns }: Extract<Found, { kind: 'ambiguous' }>,
) => `${dns.length} people have the ${attribute} ${login}: ${dns.join('; ')}`;

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
