/**
 * Every HOMEROOM_LDAP_ setting and its default. A preset gives what a kind of
 * directory has in common; whatever is set beside it counts more.
 */

/** What reads settings: `server/settings/settings-reader.ts` fits. Faults are collected there, not thrown. */
export type SettingsSource = {
  text(setting: string): string | undefined;
  secret(setting: string, minBytes: number): string | undefined;
  certificates(setting: string): string | null;
  value<T>(setting: string, fallback: T, expected: string, parse: (text: string) => T | null): T;
  integer(setting: string, fallback: number, min: number, max: number): number;
  duration(setting: string, fallback: number, min: number, max: number): number;
  fault(setting: string, given: string, expected: string): void;
};

/** How a directory says who is in a group. */
export type Membership =
  /** The group lists DNs, in `memberAttribute`. */
  | 'member'
  /** The person lists DNs of groups, in `memberOf`. */
  | 'memberOf'
  /** The group lists login names, in `memberUid`. */
  | 'memberUid'
  /** Active Directory finds nested groups by itself (LDAP_MATCHING_RULE_IN_CHAIN). */
  | 'in-chain';

export type LdapSettings = {
  /** Tried in turn. */
  urls: readonly string[];
  /** Ask `ldap://` for TLS before anything else is said (RFC 4511 section 4.14). */
  usesStartTls: boolean;
  /** The school's own certificate authority, PEM; `null` trusts what Node trusts. */
  ca: string | null;
  /** Searches; without one, people can only look themselves up. */
  service: { dn: string; password: string } | null;
  /** `{login}` becomes the login name: a DN, or Active Directory's `{login}@school.example`. */
  bindPattern: string | null;
  people: {
    base: string;
    filter: string;
    loginAttributes: readonly string[];
    nameAttributes: readonly string[];
    idAttribute: string;
    /** Whose value the `memberUid` of a group lists. */
    memberUidAttribute: string;
  };
  groups: {
    base: string;
    filter: string;
    nameAttribute: string;
    membership: Membership;
    memberAttribute: string;
    /** How many groups in groups are followed; 0: none. */
    nestedDepth: number;
  };
  /** The directory locks an account after so many wrong passwords; Homeroom stays below. */
  lockout: { after: number; windowMs: number };
  timeoutMs: number;
};

type Preset = {
  peopleFilter: string;
  login: string;
  name: string;
  id: string;
  groupFilter: string;
  membership: Membership;
  memberAttribute: string;
};

const presets = {
  openldap: {
    peopleFilter: '(objectClass=inetOrgPerson)',
    login: 'uid',
    name: 'displayName,cn',
    id: 'entryUUID',
    groupFilter:
      '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))',
    membership: 'member',
    memberAttribute: 'member',
  },
  'active-directory': {
    // Those that are switched off, or over, are left out where people are read (entry.ts).
    peopleFilter: '(&(objectCategory=person)(objectClass=user))',
    login: 'sAMAccountName',
    name: 'displayName,cn',
    id: 'objectGUID',
    groupFilter: '(objectClass=group)',
    membership: 'memberOf',
    memberAttribute: 'member',
  },
  univention: {
    peopleFilter: '(&(objectClass=person)(uid=*)(!(shadowExpire=1)))',
    login: 'uid',
    name: 'displayName,cn',
    id: 'entryUUID',
    groupFilter: '(objectClass=univentionGroup)',
    membership: 'member',
    memberAttribute: 'uniqueMember',
  },
} satisfies Record<string, Preset>;

const presetNames = Object.keys(presets).join(', ');
const memberships = ['member', 'memberOf', 'memberUid', 'in-chain'] as const;
const minute = 60_000;

/** `null`: no LDAP is configured. Faults are with `read`. */
export function readLdapSettings(read: SettingsSource): LdapSettings | null {
  const urls = read.value<readonly string[]>('HOMEROOM_LDAP_URL', [], urlsExpected, parseUrls);
  const preset = read.value<Preset>(
    'HOMEROOM_LDAP_PRESET',
    presets.openldap,
    presetNames,
    parsePreset,
  );
  const settings: LdapSettings = {
    urls,
    usesStartTls: readStartTls(read, urls),
    ca: read.certificates('HOMEROOM_LDAP_CA'),
    service: readService(read),
    bindPattern: readBindPattern(read),
    people: readPeople(read, preset),
    groups: readGroups(read, preset),
    lockout: {
      after: read.integer('HOMEROOM_LDAP_LOCKOUT_AFTER', 10, 3, 1_000),
      windowMs: read.duration('HOMEROOM_LDAP_LOCKOUT_WINDOW', 30 * minute, minute, 1_440 * minute),
    },
    timeoutMs: read.duration('HOMEROOM_LDAP_TIMEOUT', 5_000, 100, 60_000),
  };
  if (urls.length === 0) return null;
  checkWhole(read, settings);
  return settings;
}

function checkWhole(read: SettingsSource, settings: LdapSettings): void {
  if (settings.people.base === '') {
    const expected = 'where people are, such as ou=people,dc=school,dc=example';
    read.fault('HOMEROOM_LDAP_PEOPLE_BASE', 'nothing', expected);
  }
  if (settings.service) return;
  const hasDn = read.text('HOMEROOM_LDAP_BIND_DN') !== undefined;
  const hasPassword =
    (read.text('HOMEROOM_LDAP_BIND_PASSWORD') ?? read.text('HOMEROOM_LDAP_BIND_PASSWORD_FILE')) !==
    undefined;
  if (hasDn && !hasPassword) {
    const expected = 'the password of HOMEROOM_LDAP_BIND_DN, or HOMEROOM_LDAP_BIND_PASSWORD_FILE';
    read.fault('HOMEROOM_LDAP_BIND_PASSWORD', 'nothing', expected);
  }
  if (!hasDn && (hasPassword || settings.bindPattern === null)) {
    const expected = 'a service account that may search, or HOMEROOM_LDAP_BIND_PATTERN alone';
    read.fault('HOMEROOM_LDAP_BIND_DN', 'nothing', expected);
  }
}

const urlsExpected =
  'one or several addresses, such as ldaps://ldap.school.example or ldap://ldap1.school.example, separated by commas';

function parseUrls(text: string): readonly string[] | null {
  const urls = text.split(/[\s,]+/).filter((part) => part !== '');
  return urls.every(isLdapUrl) ? urls : null;
}

function isLdapUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, username } = new URL(text);
  const isBare = (pathname === '' || pathname === '/') && search === '' && username === '';
  return /^ldaps?:$/.test(protocol) && hostname !== '' && isBare;
}

const parsePreset = (text: string): Preset | null =>
  Object.entries(presets).find(([name]) => name === text)?.[1] ?? null;

/** Passwords go over this line: without TLS only on this very machine, or said to be unsafe. */
function readStartTls(read: SettingsSource, urls: readonly string[]): boolean {
  const isLocal = urls.every((url) =>
    /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname),
  );
  const expected = 'starttls, or unsafe-plain where the line itself is safe';
  return read.value<boolean>('HOMEROOM_LDAP_SECURITY', !isLocal, expected, (text) =>
    text === 'starttls' ? true : text === 'unsafe-plain' ? false : null,
  );
}

function readService(read: SettingsSource): LdapSettings['service'] {
  const dn = read.text('HOMEROOM_LDAP_BIND_DN');
  const password = read.secret('HOMEROOM_LDAP_BIND_PASSWORD', 1);
  return dn === undefined || password === undefined ? null : { dn, password };
}

function readBindPattern(read: SettingsSource): string | null {
  const expected =
    'one {login} in it, such as uid={login},ou=people,dc=school,dc=example or {login}@school.example';
  return read.value<string | null>('HOMEROOM_LDAP_BIND_PATTERN', null, expected, (text) =>
    text.split('{login}').length === 2 ? text : null,
  );
}

function readPeople(read: SettingsSource, preset: Preset): LdapSettings['people'] {
  return {
    base: read.text('HOMEROOM_LDAP_PEOPLE_BASE') ?? '',
    filter: readFilter(read, 'HOMEROOM_LDAP_PEOPLE_FILTER', preset.peopleFilter),
    loginAttributes: readAttributes(read, 'HOMEROOM_LDAP_LOGIN_ATTRIBUTE', preset.login),
    nameAttributes: readAttributes(read, 'HOMEROOM_LDAP_NAME_ATTRIBUTE', preset.name),
    idAttribute: readIdAttribute(read, preset.id),
    memberUidAttribute: readAttribute(read, 'HOMEROOM_LDAP_MEMBER_UID_ATTRIBUTE', 'uid'),
  };
}

function readGroups(read: SettingsSource, preset: Preset): LdapSettings['groups'] {
  return {
    base: read.text('HOMEROOM_LDAP_GROUPS_BASE') ?? read.text('HOMEROOM_LDAP_PEOPLE_BASE') ?? '',
    filter: readFilter(read, 'HOMEROOM_LDAP_GROUP_FILTER', preset.groupFilter),
    nameAttribute: readAttribute(read, 'HOMEROOM_LDAP_GROUP_NAME_ATTRIBUTE', 'cn'),
    membership: read.value<Membership>(
      'HOMEROOM_LDAP_MEMBERSHIP',
      preset.membership,
      memberships.join(', '),
      (text) => memberships.find((one) => one === text) ?? null,
    ),
    memberAttribute: readAttribute(read, 'HOMEROOM_LDAP_MEMBER_ATTRIBUTE', preset.memberAttribute),
    nestedDepth: read.integer('HOMEROOM_LDAP_NESTED_DEPTH', 3, 0, 10),
  };
}

const attribute = /^[A-Za-z][A-Za-z0-9.-]*(?:;[A-Za-z0-9-]+)*$/;

const readAttribute = (read: SettingsSource, setting: string, fallback: string) =>
  read.value(setting, fallback, 'the name of an attribute', (text) =>
    attribute.test(text) ? text : null,
  );

/** Bytes that are no text; `objectGUID` is the one that Homeroom knows how to write. */
const binaryIds =
  /^(?:objectSid|sIDHistory|guid|mS-DS-ConsistencyGuid|msExchMailboxGuid|userCertificate|userSMIMECertificate|jpegPhoto|thumbnailPhoto|x500UniqueIdentifier)$|;binary$/i;

const readIdAttribute = (read: SettingsSource, fallback: string) =>
  read.value(
    'HOMEROOM_LDAP_ID_ATTRIBUTE',
    fallback,
    'an attribute whose value is text and never changes, or objectGUID; other bytes cannot be kept',
    (text) => (attribute.test(text) && !binaryIds.test(text) ? text : null),
  );

function readAttributes(
  read: SettingsSource,
  setting: string,
  fallback: string,
): readonly string[] {
  return read.value(
    setting,
    fallback.split(','),
    'names of attributes, separated by commas',
    (text) => {
      const names = text.split(/[\s,]+/).filter((name) => name !== '');
      return names.length > 0 && names.every((name) => attribute.test(name)) ? names : null;
    },
  );
}

const readFilter = (read: SettingsSource, setting: string, fallback: string) =>
  read.value(
    setting,
    fallback,
    'an LDAP filter in parentheses, such as (objectClass=person)',
    (text) => (isWholeFilter(text) ? text : null),
  );

/** One filter in its own parentheses: nothing may stand beside what Homeroom adds to it. */
function isWholeFilter(text: string): boolean {
  let depth = 0;
  const ends = Array.from(text).flatMap((sign, at) => {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    return depth <= 0 ? [at] : [];
  });
  return depth === 0 && ends.length === 1 && text.endsWith(')');
}
