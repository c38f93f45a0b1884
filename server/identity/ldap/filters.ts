/**
 * Search filters (RFC 4511 section 4.5.1.7), built as values and never as text: nothing
 * that comes from outside can end one and begin another, and bytes stay bytes.
 */
import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  FilterParser,
  NotFilter,
  OrFilter,
  SubstringFilter,
} from 'ldapts';
import { guidBytes, isGuid } from './entry.ts';
import type { LdapSettings } from './settings.ts';

type People = LdapSettings['people'];

export const equals = (attribute: string, value: string | Buffer): Filter =>
  new EqualityFilter({ attribute, value });

/** Active Directory follows groups in groups by itself (MS-ADTS 3.1.1.3.4.4.3). */
export const inChain = (attribute: string, dn: string): Filter =>
  new ExtensibleFilter({ matchType: attribute, rule: '1.2.840.113556.1.4.1941', value: dn });

export const both = (one: Filter, other: Filter): Filter =>
  new AndFilter({ filters: [one, other] });

/** Of at least one. */
export const anyOf = (filters: readonly Filter[]): Filter =>
  new OrFilter({ filters: [...filters] });

export const not = (filter: Filter): Filter => new NotFilter({ filter });

/** Throws when a setting's text is no filter. */
export const written = (text: string): Filter => FilterParser.parseString(text);

export const byLogin = ({ filter }: People, attribute: string, login: string): Filter =>
  both(written(filter), equals(attribute, login));

/** `null` when no person can have such an id. */
export function bySubject({ filter, idAttribute }: People, subject: string): Filter | null {
  const value = isGuid(idAttribute) ? guidBytes(subject) : subject;
  return value === undefined ? null : both(written(filter), equals(idAttribute, value));
}

/** Whose name or login contains the query; an empty query means everybody. */
export function byQuery(
  { filter, loginAttributes, nameAttributes }: People,
  query: string,
): Filter {
  const people = written(filter);
  if (query === '') return people;
  const attributes = [...new Set([...nameAttributes, ...loginAttributes])];
  return both(
    people,
    anyOf(attributes.map((attribute) => new SubstringFilter({ attribute, any: [query] }))),
  );
}
