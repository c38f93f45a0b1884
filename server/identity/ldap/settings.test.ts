import { describe, expect, it } from 'vitest';
import { SettingsReader } from '../../settings/settings-reader.ts';
import { readLdapSettings } from './settings.ts';

const whole = {
  HOMEROOM_LDAP_URL: 'ldaps://ldap.school.example',
  HOMEROOM_LDAP_BIND_DN: 'cn=homeroom,dc=school,dc=example',
  HOMEROOM_LDAP_BIND_PASSWORD: 'secret',
  HOMEROOM_LDAP_PEOPLE_BASE: 'ou=people,dc=school,dc=example',
  HOMEROOM_LDAP_GROUPS_BASE: 'ou=groups,dc=school,dc=example',
};

function read(changes: Record<string, string | undefined> = {}) {
  const reader = new SettingsReader({ ...whole, ...changes }, (path) => {
    if (path === '/run/secret') return 'from a file\n';
    throw new Error('not there');
  });
  const settings = readLdapSettings(reader);
  return {
    settings,
    faults: reader.faults.map(({ setting }) => setting),
    given: JSON.stringify(reader.faults),
  };
}

describe('LDAP settings', () => {
  it('are none while no address is set, and say nothing then', () => {
    expect(read({ HOMEROOM_LDAP_URL: undefined })).toMatchObject({ settings: null, faults: [] });
  });

  it('are complete with an address, an account and two bases', () => {
    const { settings, faults } = read();
    expect(faults).toEqual([]);
    expect(settings).toMatchObject({
      urls: ['ldaps://ldap.school.example'],
      usesStartTls: true,
      service: { password: 'secret' },
      people: {
        loginAttributes: ['uid'],
        nameAttributes: ['displayName', 'cn'],
        idAttribute: 'entryUUID',
      },
      groups: { membership: 'member', nestedDepth: 3 },
    });
  });

  it('take what a kind of directory has in common from a preset, and the rest as it is set', () => {
    const { settings } = read({
      HOMEROOM_LDAP_PRESET: 'active-directory',
      HOMEROOM_LDAP_LOGIN_ATTRIBUTE: 'sAMAccountName, mail',
    });
    expect(settings).toMatchObject({
      people: { idAttribute: 'objectGUID', loginAttributes: ['sAMAccountName', 'mail'] },
      groups: { membership: 'memberOf' },
    });
  });

  it('read the password from a file', () => {
    const { settings } = read({
      HOMEROOM_LDAP_BIND_PASSWORD: undefined,
      HOMEROOM_LDAP_BIND_PASSWORD_FILE: '/run/secret',
    });
    expect(settings?.service?.password).toBe('from a file');
  });

  it('look for groups among the people where no other base is set', () => {
    const { settings } = read({ HOMEROOM_LDAP_GROUPS_BASE: undefined });
    expect(settings?.groups.base).toBe(whole.HOMEROOM_LDAP_PEOPLE_BASE);
  });

  it('ask for TLS, except on this very machine', () => {
    expect(read({ HOMEROOM_LDAP_URL: 'ldap://ldap.school.example' }).settings?.usesStartTls).toBe(
      true,
    );
    expect(read({ HOMEROOM_LDAP_URL: 'ldap://localhost' }).settings?.usesStartTls).toBe(false);
    const mixed = read({ HOMEROOM_LDAP_URL: 'ldap://localhost, ldap://ldap.school.example' });
    expect(mixed.settings?.usesStartTls).toBe(true);
  });

  it.each([
    ['HOMEROOM_LDAP_URL', 'https://ldap.school.example'],
    ['HOMEROOM_LDAP_URL', 'ldap://ldap.school.example/dc=school'],
    ['HOMEROOM_LDAP_PRESET', 'novell'],
    ['HOMEROOM_LDAP_SECURITY', 'plain'],
    ['HOMEROOM_LDAP_BIND_DN', undefined],
    ['HOMEROOM_LDAP_BIND_PASSWORD', undefined],
    ['HOMEROOM_LDAP_BIND_PATTERN', 'uid=login,ou=people'],
    ['HOMEROOM_LDAP_BIND_PATTERN', '{login}+{login}'],
    ['HOMEROOM_LDAP_PEOPLE_BASE', undefined],
    ['HOMEROOM_LDAP_PEOPLE_FILTER', 'objectClass=person'],
    ['HOMEROOM_LDAP_PEOPLE_FILTER', '(a=b)(c=d)'],
    ['HOMEROOM_LDAP_GROUP_FILTER', '(a=b'],
    ['HOMEROOM_LDAP_GROUP_FILTER', '(a=b))'],
    ['HOMEROOM_LDAP_ID_ATTRIBUTE', 'uid)(a=b'],
    ['HOMEROOM_LDAP_ID_ATTRIBUTE', 'objectsid'],
    ['HOMEROOM_LDAP_ID_ATTRIBUTE', 'mS-DS-ConsistencyGuid'],
    ['HOMEROOM_LDAP_ID_ATTRIBUTE', 'userCertificate;binary'],
    ['HOMEROOM_LDAP_MEMBER_UID_ATTRIBUTE', '(uid)'],
    ['HOMEROOM_LDAP_LOGIN_ATTRIBUTE', ','],
    ['HOMEROOM_LDAP_MEMBERSHIP', 'members'],
    ['HOMEROOM_LDAP_NESTED_DEPTH', '99'],
    ['HOMEROOM_LDAP_LOCKOUT_AFTER', '1'],
    ['HOMEROOM_LDAP_TIMEOUT', 'soon'],
  ])('name what is wrong: %s=%s', (setting, value) => {
    const { faults, given } = read({ [setting]: value });
    expect(faults).toEqual([setting]);
    expect(given).not.toContain('secret');
  });
});
