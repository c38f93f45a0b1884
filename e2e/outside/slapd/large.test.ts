/** A school of a size that a default OpenLDAP does not show at once: it stops at 500 entries. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Directory } from '../../../server/identity/directory.ts';
import { ldapDirectory } from '../../../server/identity/ldap/ldap-directory.ts';
import { readLdapSettings } from '../../../server/identity/ldap/settings.ts';
import { roleAndClassesOf } from '../../../server/session/role.ts';
import { SettingsReader } from '../../../server/settings/settings-reader.ts';
import { groupsBase, peopleBase, service } from './school.ts';
import { type Slapd, startSlapd } from './slapd.ts';

const roles = {
  teacherGroups: ['zz-staff'],
  studentGroups: ['students'],
  adminGroups: [],
  classPattern: /^class-(.+)$/u,
};

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

const person = (uid: string, name: string) => `dn: uid=${uid},${peopleBase}
changetype: add
objectClass: inetOrgPerson
uid: ${uid}
cn: ${name}
sn: ${name}
`;

const group = (name: string, uids: readonly string[]) => `dn: cn=${name},${groupsBase}
changetype: add
objectClass: groupOfNames
cn: ${name}
${uids.map((uid) => `member: uid=${uid},${peopleBase}`).join('\n')}
`;

const posix = (
  name: string,
  uids: readonly string[],
) => `dn: cn=${name},ou=posix,dc=school,dc=example
changetype: add
objectClass: posixGroup
cn: ${name}
gidNumber: 2000
${uids.map((uid) => `memberUid: ${uid}`).join('\n')}
`;

const staff = numbers(30).map((n) => `t${n}`);

/** Every second one is called Berger, and one teacher Werner: "er" is in all of their names. */
const school = [
  ...numbers(1_200).map((n) => person(`p${n}`, `Pupil ${n} Berger`)),
  ...staff.map((uid, n) => person(uid, n === 7 ? 'Wanda Werner' : `Terry Teacher ${n}`)),
  ...numbers(700).map((n) => group(`class-${n}`, [`p${n}`])),
  group('zz-staff', [...staff, 'somebody-who-left']),
  posix('zz-staff', [...staff, 'somebody-who-left']),
].join('\n');

vi.setConfig({ testTimeout: 120_000 });

let slapd: Slapd;
beforeAll(async () => {
  slapd = await startSlapd();
  await slapd.change(school);
}, 180_000);
afterAll(() => slapd[Symbol.asyncDispose]());

async function withDirectory<T>(
  changes: Record<string, string>,
  work: (directory: Directory) => Promise<T>,
): Promise<T> {
  const environment = {
    HOMEROOM_LDAP_URL: slapd.ldapsUrl,
    HOMEROOM_LDAP_CA: slapd.ca,
    HOMEROOM_LDAP_BIND_DN: service.dn,
    HOMEROOM_LDAP_BIND_PASSWORD: service.password,
    HOMEROOM_LDAP_PEOPLE_BASE: peopleBase,
    HOMEROOM_LDAP_GROUPS_BASE: groupsBase,
    HOMEROOM_LDAP_TIMEOUT: '30s',
    ...changes,
  };
  const settings = readLdapSettings(new SettingsReader(environment, () => ''));
  if (!settings) throw new Error('no settings');
  const readGroups = (groups: readonly string[]) => roleAndClassesOf(groups, roles);
  const directory = ldapDirectory({ settings, readGroups, clock: Date.now });
  try {
    return await work(directory);
  } finally {
    await directory.close();
  }
}

it('lists every class', async () => {
  const classes = await withDirectory({}, (directory) => directory.listClasses());
  expect(classes.filter((name) => /^\d+$/.test(name))).toEqual(
    expect.arrayContaining(numbers(700).map(String)),
  );
});

it.each([
  ['member', {}],
  ['memberOf', {}],
  ['memberUid', { HOMEROOM_LDAP_GROUPS_BASE: 'ou=posix,dc=school,dc=example' }],
  [
    'memberUid, with another login',
    {
      HOMEROOM_LDAP_GROUPS_BASE: 'ou=posix,dc=school,dc=example',
      HOMEROOM_LDAP_LOGIN_ATTRIBUTE: 'sn',
    },
  ],
])('finds one teacher among a thousand pupils of like names (%s)', async (kind, changes) => {
  const membership = kind.replace(/,.*/, '');
  const found = await withDirectory(
    { HOMEROOM_LDAP_MEMBERSHIP: membership, ...changes },
    (directory) => directory.findTeachers('wanda wer'),
  );
  expect(found.teachers.map(({ name }) => name)).toEqual(['Wanda Werner']);
  expect(found.isCut).toBe(false);
});

it('lists the first twenty by name, and says that there are more', async () => {
  const { teachers, isCut } = await withDirectory({}, (directory) => directory.findTeachers('er'));
  expect(teachers).toHaveLength(20);
  expect(teachers[0]?.name).toBe('Terry Teacher 0');
  expect(isCut).toBe(true);
});
