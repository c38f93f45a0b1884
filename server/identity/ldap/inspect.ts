/** What the directory says of one login, in full: for administrators at a terminal only. */
import type { Client, Entry } from 'ldapts';
import { createConnections } from './connection.ts';
import { bindNameOf, findOwn } from './direct-bind.ts';
import { bytesAttributes, closedBy, isGuid, type LdapPerson, personOf, valuesOf } from './entry.ts';
import { anyOf, equals } from './filters.ts';
import { groupsOf, type LdapGroup } from './groups.ts';
import { findByLogin } from './account.ts';
import { type PasswordVerdict, tryPassword } from './password-check.ts';
import { messageOf } from './result-codes.ts';
import { createServiceConnection } from './service-connection.ts';
import type { LdapSettings } from './settings.ts';

export type Inspection =
  | { kind: 'unreachable'; cause: string }
  | { kind: 'needs-password' }
  /** Several people have this login. */
  | { kind: 'ambiguous'; attribute: string; dns: readonly string[] }
  /** `leftOut`: entries with this login that the settings leave out, and why. */
  | { kind: 'not-found'; leftOut: readonly { dn: string; why: string }[] }
  | {
      kind: 'found';
      person: LdapPerson;
      /** Why the account counts no more, whatever the password. */
      closed: ReturnType<typeof closedBy>;
      groups: readonly LdapGroup[];
      /** `null`: no password was given. */
      verdict: PasswordVerdict['kind'] | null;
    }
  /** Without a service account nothing else is known of who is refused. */
  | { kind: 'refused'; verdict: PasswordVerdict['kind'] };

/** Never throws: what goes wrong is the answer. */
export async function inspect(
  settings: LdapSettings,
  login: string,
  password: string | null,
): Promise<Inspection> {
  try {
    return settings.service
      ? await withService(settings, settings.service, login, password)
      : await asThemself(settings, login, password);
  } catch (error) {
    return { kind: 'unreachable', cause: messageOf(error) };
  }
}

async function withService(
  settings: LdapSettings,
  account: NonNullable<LdapSettings['service']>,
  login: string,
  password: string | null,
): Promise<Inspection> {
  const connections = createConnections(settings, Date.now);
  const connection = createServiceConnection(connections, account);
  try {
    const found = await connection.ask((client) => findByLogin(client, settings, login));
    if (found.kind === 'ambiguous') return found;
    if (found.kind === 'nobody') {
      return {
        kind: 'not-found',
        leftOut: await connection.ask((client) => leftOut(client, settings, login)),
      };
    }
    const { person } = found;
    const closed = closedBy(person, Date.now());
    const groups = await connection.ask((client) => groupsOf(client, person, settings.groups));
    if (password === null) return { kind: 'found', person, closed, groups, verdict: null };
    const { verdict } = await tryPassword(connections, person.dn, password, async () => undefined);
    return { kind: 'found', person, closed, groups, verdict: verdict.kind };
  } finally {
    await connection.close();
  }
}

async function asThemself(
  settings: LdapSettings,
  login: string,
  password: string | null,
): Promise<Inspection> {
  if (password === null) return { kind: 'needs-password' };
  const connections = createConnections(settings, Date.now);
  const name = bindNameOf(settings.bindPattern ?? '', login);
  const tried = await tryPassword(
    connections,
    name,
    password,
    async (client): Promise<Inspection> => {
      const person = await findOwn(client, settings, name, login);
      if (!person) return { kind: 'not-found', leftOut: await leftOut(client, settings, login) };
      return {
        kind: 'found',
        person,
        closed: closedBy(person, Date.now()),
        groups: await groupsOf(client, person, settings.groups),
        verdict: 'accepted',
      };
    },
  );
  return 'value' in tried ? tried.value : { kind: 'refused', verdict: tried.verdict.kind };
}

/** Who has the login but does not count, so that a wrong filter or attribute shows. */
async function leftOut(client: Client, { people }: LdapSettings, login: string) {
  const { searchEntries } = await client.search(people.base, {
    scope: 'sub',
    filter: anyOf(people.loginAttributes.map((attribute) => equals(attribute, login))),
    sizeLimit: 5,
    attributes: [...people.loginAttributes, ...people.nameAttributes, people.idAttribute],
    explicitBufferAttributes: bytesAttributes,
  });
  return searchEntries.map((entry) => ({ dn: entry.dn, why: whyNot(entry, people) }));
}

function whyNot(entry: Entry, people: LdapSettings['people']): string {
  if (personOf(entry, people))
    return `does not match HOMEROOM_LDAP_PEOPLE_FILTER, ${people.filter}`;
  const hasId = isGuid(people.idAttribute) || valuesOf(entry, people.idAttribute).length > 0;
  return hasId
    ? `has no ${people.nameAttributes.join(' or ')} that may be read (HOMEROOM_LDAP_NAME_ATTRIBUTE)`
    : `has no ${people.idAttribute} that may be read (HOMEROOM_LDAP_ID_ATTRIBUTE)`;
}
