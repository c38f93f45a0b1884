/** Search filters (RFC 4515). Whatever comes from outside is escaped here, and nowhere else. */
import { Filter } from 'ldapts';
import { guidBytes, isGuid } from './entry.ts';
import type { LdapSettings } from './settings.ts';

type People = LdapSettings['people'];

/** Active Directory follows groups in groups by itself (MS-ADTS 3.1.1.3.4.4.3). */
export const inChain = ':1.2.840.113556.1.4.1941:';

export const equals = (attribute: string, value: string | Buffer): string =>
  `(${attribute}=${Filter.escape(value)})`;

export const both = (one: string, other: string): string => `(&${one}${other})`;

export const anyOf = (filters: readonly string[]): string => `(|${filters.join('')})`;

export const byLogin = ({ filter, loginAttributes }: People, login: string): string =>
  both(filter, anyOf(loginAttributes.map((attribute) => equals(attribute, login))));

/** `null` when no person can have such an id. */
export function bySubject({ filter, idAttribute }: People, subject: string): string | null {
  const value = isGuid(idAttribute) ? guidBytes(subject) : subject;
  return value === undefined ? null : both(filter, equals(idAttribute, value));
}

/** Whose name or login contains the query; an empty query means everybody. */
export function byQuery(
  { filter, loginAttributes, nameAttributes }: People,
  query: string,
): string {
  if (query === '') return filter;
  const attributes = [...nameAttributes, ...loginAttributes];
  return both(
    filter,
    anyOf(attributes.map((attribute) => `(${attribute}=*${Filter.escape(query)}*)`)),
  );
}
