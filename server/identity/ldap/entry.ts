/** What a search finds, read with care: attributes come in any case, single or many, as text or bytes. */
import type { Entry } from 'ldapts';
import type { LdapSettings } from './settings.ts';

export type LdapPerson = {
  dn: string;
  /** The directory's own unchanging id, as text. */
  subject: string;
  login: string;
  name: string;
  memberOf: readonly string[];
  /** Locked for good by an administrator (draft-behera-ldap-password-policy 5.3.3). */
  isLockedForGood: boolean;
};

export const lockedTime = 'pwdAccountLockedTime';
const lockedForGood = '000001010000Z';

export function valuesOf(entry: Entry, attribute: string): string[] {
  const wanted = attribute.toLowerCase();
  const key = Object.keys(entry).find((name) => name.toLowerCase() === wanted && name !== 'dn');
  const value = key === undefined ? undefined : entry[key];
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []));
}

/** `null` when it has no id, no login or no name that may be read. */
export function personOf(entry: Entry, people: LdapSettings['people']): LdapPerson | null {
  const first = (attributes: readonly string[]) =>
    attributes.flatMap((attribute) => valuesOf(entry, attribute))[0];
  const subject = subjectOf(entry, people.idAttribute);
  const login = first(people.loginAttributes);
  const name = first(people.nameAttributes) ?? login;
  if (subject === undefined || login === undefined || name === undefined) return null;
  return {
    dn: entry.dn,
    subject,
    login,
    name,
    memberOf: valuesOf(entry, 'memberOf'),
    isLockedForGood: valuesOf(entry, lockedTime).includes(lockedForGood),
  };
}

function subjectOf(entry: Entry, attribute: string): string | undefined {
  if (!isGuid(attribute)) return valuesOf(entry, attribute)[0]?.toLowerCase();
  const key = Object.keys(entry).find((name) => name.toLowerCase() === attribute.toLowerCase());
  const value = key === undefined ? undefined : entry[key];
  const bytes = Array.isArray(value) ? value[0] : value;
  return Buffer.isBuffer(bytes) && bytes.length === 16 ? guidText(bytes) : undefined;
}

/** Active Directory keeps its id as 16 bytes and not as text. */
export const isGuid = (attribute: string): boolean => attribute.toLowerCase() === 'objectguid';

/** The first three parts are little-endian (MS-DTYP section 2.3.4). */
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

export function guidText(bytes: Buffer): string {
  const hex = Buffer.from(guidOrder.map((at) => bytes[at] ?? 0)).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** `undefined` when it is no GUID. */
export function guidBytes(text: string): Buffer | undefined {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return undefined;
  const straight = Buffer.from(text.replaceAll('-', ''), 'hex');
  return Buffer.from(guidOrder.map((at) => straight[at] ?? 0));
}
