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
  /** What `memberUid` of a group lists. */
  memberUid: string | undefined;
  /** Active Directory's primary group, by its security identifier: it is in no list of members. */
  primaryGroup: Buffer | null;
  /** Locked for good by an administrator (draft-behera-ldap-password-policy 5.3.3). */
  isLockedForGood: boolean;
  /** Switched off in Active Directory. */
  isDisabled: boolean;
  /** Milliseconds since the epoch; `null`: never. */
  endsAt: number | null;
};

const lockedTime = 'pwdAccountLockedTime';
const lockedForGood = '000001010000Z';

/** ACCOUNTDISABLE (MS-ADTS 2.2.16). */
const disabledBit = 2;

export const attributesOf = (people: LdapSettings['people']): string[] => [
  ...people.loginAttributes,
  ...people.nameAttributes,
  people.idAttribute,
  people.memberUidAttribute,
  'memberOf',
  lockedTime,
  'userAccountControl',
  'accountExpires',
  'primaryGroupID',
  'objectSid',
];

/** Attributes whose values are bytes; all others are text. */
export const bytesAttributes = ['objectGUID', 'objectSid'];

function valueOf(entry: Entry, attribute: string): Entry[string] | undefined {
  const wanted = attribute.toLowerCase();
  const key = Object.keys(entry).find((name) => name.toLowerCase() === wanted && name !== 'dn');
  return key === undefined ? undefined : entry[key];
}

export function valuesOf(entry: Entry, attribute: string): string[] {
  const value = valueOf(entry, attribute);
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []));
}

export function bytesOf(entry: Entry, attribute: string): Buffer | null {
  const value = valueOf(entry, attribute);
  const one = Array.isArray(value) ? value[0] : value;
  return Buffer.isBuffer(one) ? one : null;
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
    memberUid: first([people.memberUidAttribute]),
    primaryGroup: primaryGroupOf(entry),
    isLockedForGood: valuesOf(entry, lockedTime).includes(lockedForGood),
    isDisabled: (Number(first(['userAccountControl']) ?? 0) & disabledBit) !== 0,
    endsAt: endOf(first(['accountExpires'])),
  };
}

/** Why an account that is there counts no more; `null`: it counts. */
export function closedBy(
  { isLockedForGood, isDisabled, endsAt }: LdapPerson,
  now: number,
): 'locked' | 'disabled' | 'over' | null {
  if (isLockedForGood) return 'locked';
  if (isDisabled) return 'disabled';
  return endsAt !== null && endsAt <= now ? 'over' : null;
}

/** Tenths of microseconds since 1601; 0 and the largest number mean never (MS-ADA1 2.1). */
function endOf(accountExpires: string | undefined): number | null {
  if (accountExpires === undefined || !/^\d{1,19}$/.test(accountExpires)) return null;
  const ticks = BigInt(accountExpires);
  if (ticks === 0n || ticks === 0x7fff_ffff_ffff_ffffn) return null;
  return Number(ticks / 10_000n) - 11_644_473_600_000;
}

/** The domain's identifier is the person's own, up to the last four bytes (MS-DTYP 2.4.2.2). */
function primaryGroupOf(entry: Entry): Buffer | null {
  const own = bytesOf(entry, 'objectSid');
  const [number = ''] = valuesOf(entry, 'primaryGroupID');
  if (own === null || own.length < 12 || !/^\d{1,10}$/.test(number)) return null;
  const group = Buffer.from(own);
  group.writeUInt32LE(Number(number) >>> 0, group.length - 4);
  return group;
}

/** What a person's `primaryGroupID` says of this group. */
export const numberOfGroup = (sid: Buffer): string => String(sid.readUInt32LE(sid.length - 4));

function subjectOf(entry: Entry, attribute: string): string | undefined {
  if (isGuid(attribute)) {
    const bytes = bytesOf(entry, attribute);
    return bytes?.length === 16 ? guidText(bytes) : undefined;
  }
  const [text] = valuesOf(entry, attribute);
  // Bytes that were read as text may look the same for two people.
  return text === undefined || /[\p{Cc}\uFFFD]/u.test(text) ? undefined : text.toLowerCase();
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
