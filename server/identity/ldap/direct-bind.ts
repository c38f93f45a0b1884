/** Signing in without a service account: the login name itself makes the name to bind with. */
import type { Client } from 'ldapts';
import { escapeDnValue } from './dn.ts';
import type { LdapPerson } from './entry.ts';
import { anyOf, both, equals, written } from './filters.ts';
import type { LdapSettings } from './settings.ts';
import { personOfDn, searchPeople } from './people-search.ts';

/** A pattern is a DN, or a name such as Active Directory's `{login}@school.example`. */
export function bindNameOf(pattern: string, login: string): string {
  return pattern.replace('{login}', () => (isDn(pattern) ? escapeDnValue(login) : login));
}

const isDn = (pattern: string) => pattern.includes('=');

/**
 * The entry of the person who has just bound as `name`. Where `name` is no DN, another account may
 * have the same one to sign in with: then nobody is found, rather than the wrong person.
 */
export async function findOwn(
  client: Client,
  settings: LdapSettings,
  name: string,
  login: string,
): Promise<LdapPerson | null> {
  const { people, bindPattern } = settings;
  if (isDn(bindPattern ?? '')) return personOfDn(client, settings, name);
  const logins = people.loginAttributes.map((attribute) => equals(attribute, login));
  const claims = both(
    written(people.filter),
    anyOf([equals('userPrincipalName', name), ...logins]),
  );
  const found = await searchPeople(client, settings, claims);
  return found.length === 1 ? (found[0] ?? null) : null;
}
