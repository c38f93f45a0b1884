import { describe, expect, it } from 'vitest';
import { describeFaults, readConfig } from './config.ts';

const secret = 'x'.repeat(32);
const real = {
  HOMEROOM_URL: 'https://school.example',
  HOMEROOM_PEOPLE_FILE: '/etc/homeroom/people.json',
  HOMEROOM_JITSI_URL: 'https://meet.school.example',
  HOMEROOM_JITSI_APP_SECRET: secret,
  HOMEROOM_PROSODY_URL: 'http://127.0.0.1:5280',
  HOMEROOM_COMMAND_KEY: 'c'.repeat(32),
  HOMEROOM_EVENT_KEY: 'e'.repeat(32),
};

const files: Record<string, string> = { '/secret': `${secret}\n`, '/short': 'short' };
function readFile(path: string): string {
  const text = files[path];
  if (text === undefined) throw new Error('ENOENT');
  return text;
}
const read = (environment: Record<string, string | undefined>) => readConfig(environment, readFile);
const faultsOf = (environment: Record<string, string | undefined>) =>
  read(environment).faults.map(({ setting }) => setting);

describe("the school's look", () => {
  const faultsOf = (accent: string) =>
    readConfig({ HOMEROOM_ACCENT: accent }, () => '').faults.map(({ expected }) => expected);

  it('takes a colour', () => {
    expect(faultsOf('#05a')).toEqual([]);
  });

  it('refuses one that nobody could read, and names one that would do', () => {
    expect(faultsOf('#ffffff')).toEqual([expect.stringMatching(/darker .* #[0-9a-f]{6}$/)]);
  });

  it('refuses what is no colour', () => {
    expect(faultsOf('green')).toEqual(['a colour such as #0f5d52']);
  });
});

describe('settings', () => {
  it('of nothing at all are demo mode, for this machine only', () => {
    const { config, faults } = read({});
    expect(faults).toEqual([]);
    expect(config).toMatchObject({ isDemo: true, listen: { host: '127.0.0.1', port: 8080 } });
    expect(config.publicUrl.href).toBe('http://localhost:8080/');
  });

  it('of a school are complete, with the defaults of the documentation', () => {
    const { config, faults } = read(real);
    expect(faults).toEqual([]);
    expect(config).toMatchObject({
      isDemo: false,
      session: { idle: 7_200_000, maxDuration: 43_200_000, sharedIdle: 600_000 },
      lesson: { opening: 300_000, grace: 120_000, maxDuration: 14_400_000 },
      auditDays: 30,
    });
  });

  it('take a secret from a file', () => {
    const { HOMEROOM_JITSI_APP_SECRET: _, ...rest } = real;
    const { config, faults } = read({ ...rest, HOMEROOM_JITSI_APP_SECRET_FILE: '/secret' });
    expect(faults).toEqual([]);
    expect(config.jitsi?.appSecret).toBe(secret);
  });

  it.each([
    ['a public address alone', { HOMEROOM_URL: 'https://school.example' }],
    ['a directory alone', { HOMEROOM_PEOPLE_FILE: '/people' }],
    [
      'a Jitsi alone',
      { HOMEROOM_JITSI_URL: 'https://meet.example', HOMEROOM_JITSI_APP_SECRET: secret },
    ],
  ])('never fall back to sample people: %s', (_, environment) => {
    const { config, faults } = read(environment);
    expect(config.isDemo).toBe(false);
    expect(faults.length).toBeGreaterThan(0);
  });

  const bad: [string, Record<string, string>, string][] = [
    ['a port that is none', { HOMEROOM_PORT: '99999' }, 'HOMEROOM_PORT'],
    ['an address that is none', { HOMEROOM_URL: 'school' }, 'HOMEROOM_URL'],
    ['an address with a path', { HOMEROOM_URL: 'https://school.example/x' }, 'HOMEROOM_URL'],
    ['an address without TLS', { HOMEROOM_URL: 'http://school.example' }, 'HOMEROOM_URL'],
    ['a duration without a unit', { HOMEROOM_SESSION_IDLE: '20' }, 'HOMEROOM_SESSION_IDLE'],
    ['an idle limit beyond the longest', { HOMEROOM_SESSION_IDLE: '13h' }, 'HOMEROOM_SESSION_IDLE'],
    ['no grace', { HOMEROOM_LESSON_GRACE: '0' }, 'HOMEROOM_LESSON_GRACE'],
    ['a number that is none', { HOMEROOM_AUDIT_DAYS: 'many' }, 'HOMEROOM_AUDIT_DAYS'],
    ['a pattern that is none', { HOMEROOM_CLASS_PATTERN: '^(' }, 'HOMEROOM_CLASS_PATTERN'],
    [
      'a pattern that fits parts of names',
      { HOMEROOM_CLASS_PATTERN: 'class-(.+)' },
      'HOMEROOM_CLASS_PATTERN',
    ],
    ['a short secret', { HOMEROOM_JITSI_APP_SECRET: 'short' }, 'HOMEROOM_JITSI_APP_SECRET'],
    [
      'a secret twice',
      { HOMEROOM_JITSI_APP_SECRET_FILE: '/secret' },
      'HOMEROOM_JITSI_APP_SECRET_FILE',
    ],
    ['one key for two things', { HOMEROOM_EVENT_KEY: 'c'.repeat(32) }, 'HOMEROOM_EVENT_KEY'],
    ['the app secret as a key', { HOMEROOM_COMMAND_KEY: secret }, 'HOMEROOM_JITSI_APP_SECRET'],
    [
      'a proxy that is no address',
      { HOMEROOM_TRUSTED_PROXIES: 'nginx' },
      'HOMEROOM_TRUSTED_PROXIES',
    ],
    ['a log level that is none', { HOMEROOM_LOG_LEVEL: 'loud' }, 'HOMEROOM_LOG_LEVEL'],
    ['a flag that is none', { HOMEROOM_UNSAFE_NO_MODULE: 'yes' }, 'HOMEROOM_UNSAFE_NO_MODULE'],
    ['a name that is none', { HOMEROOM_STUDENT_GROUP: 'pupils' }, 'HOMEROOM_STUDENT_GROUP'],
  ];
  it.each(bad)('with %s are refused by name', (_, wrong, setting) => {
    expect(faultsOf({ ...real, ...wrong })).toContain(setting);
  });

  it.each([
    [
      'a secret file that is not there',
      { HOMEROOM_JITSI_APP_SECRET: '', HOMEROOM_JITSI_APP_SECRET_FILE: '/none' },
    ],
    [
      'a secret file that is too short',
      { HOMEROOM_JITSI_APP_SECRET: '', HOMEROOM_JITSI_APP_SECRET_FILE: '/short' },
    ],
  ])('with %s are refused by the name of the file', (_, wrong) => {
    expect(faultsOf({ ...real, ...wrong })).toEqual(['HOMEROOM_JITSI_APP_SECRET_FILE']);
  });

  it.each(Object.keys(real).filter((name) => name !== 'HOMEROOM_PEOPLE_FILE'))(
    'without %s are not complete',
    (name) => {
      expect(faultsOf({ ...real, [name]: undefined })).not.toEqual([]);
    },
  );

  it.each([
    ['HOMEROOM_LDAP_PEOPLE_BASE', 'ou=people,dc=school', 'HOMEROOM_LDAP_URL'],
    ['HOMEROOM_LDAP_BIND_PASSWORD_FILE', '/secret', 'HOMEROOM_LDAP_URL'],
    ['HOMEROOM_OIDC_CLIENT_SECRET', 'x', 'HOMEROOM_OIDC_ISSUER'],
    ['HOMEROOM_JITSI_APP_ID', 'homeroom', 'HOMEROOM_JITSI_URL'],
    ['HOMEROOM_JITSI_XMPP_DOMAIN', 'meet.jitsi', 'HOMEROOM_JITSI_URL'],
    ['HOMEROOM_PASS_KEYS', '/keys', 'HOMEROOM_JITSI_URL'],
    ['HOMEROOM_EVENT_KEY', 'e'.repeat(32), 'HOMEROOM_JITSI_URL'],
    ['HOMEROOM_UNSAFE_NO_MODULE', '1', 'HOMEROOM_JITSI_URL'],
  ])('with %s alone are half of something, and no demo mode', (name, value, missing) => {
    const { faults } = read({ [name]: value });
    expect(faults.filter(({ setting }) => setting === missing)).toMatchObject([
      { given: 'nothing' },
    ]);
  });

  it('name each fault once', () => {
    const { HOMEROOM_PROSODY_URL: _, ...rest } = real;
    for (const wrong of [
      { ...rest, HOMEROOM_PASS_KEYS: '/keys' },
      { ...real, HOMEROOM_JITSI_URL: 'meet' },
      { ...real, HOMEROOM_PEOPLE_FILE: undefined, HOMEROOM_OIDC_ISSUER: 'id.school.example' },
      { HOMEROOM_LDAP_PEOPLE_BASE: 'x', HOMEROOM_LDAP_LOGIN_ATTRIBUTE: 'uid' },
    ]) {
      const settings = faultsOf(wrong);
      expect(settings.length).toBeGreaterThan(0);
      expect(settings).toEqual([...new Set(settings)]);
    }
    expect(faultsOf({ ...real, HOMEROOM_JITSI_URL: 'meet' })).toEqual(['HOMEROOM_JITSI_URL']);
    expect(
      faultsOf({ ...real, HOMEROOM_PEOPLE_FILE: undefined, HOMEROOM_OIDC_ISSUER: 'id' }),
    ).toEqual(['HOMEROOM_OIDC_ISSUER']);
  });

  it.each(['', ' ', ',', ' , '])(
    'with groups %j are refused: not nobody, and not the default',
    (list) => {
      for (const name of ['TEACHER', 'STUDENT', 'ADMIN'].map((role) => `HOMEROOM_${role}_GROUPS`)) {
        expect(faultsOf({ ...real, [name]: list })).toEqual([name]);
      }
    },
  );

  it('keep the spaces of a password', () => {
    const ldap = {
      HOMEROOM_LDAP_URL: 'ldaps://ldap.school.example',
      HOMEROOM_LDAP_PEOPLE_BASE: 'dc=school',
      HOMEROOM_LDAP_BIND_DN: 'cn=homeroom',
      HOMEROOM_LDAP_BIND_PASSWORD: ' pass# word ',
    };
    const { config, faults } = read({ ...real, HOMEROOM_PEOPLE_FILE: undefined, ...ldap });
    expect(faults).toEqual([]);
    expect(config.directory).toMatchObject({
      settings: { service: { password: ' pass# word ' } },
    });
  });

  it('with one port for two listeners are refused', () => {
    expect(faultsOf({ ...real, HOMEROOM_PORT: '8081' })).toEqual(['HOMEROOM_INTERNAL_PORT']);
    expect(faultsOf({ ...real, HOMEROOM_INTERNAL_PORT: '8080' })).toEqual([
      'HOMEROOM_INTERNAL_PORT',
    ]);
  });

  it.each([
    ['HOMEROM_URL', 'HOMEROOM_URL'],
    ['homeroom_url', 'HOMEROOM_URL'],
    ['HOMEROOM_PEOPLE_FIEL', 'HOMEROOM_PEOPLE_FILE'],
    ['HOMEROOMLDAP_URL', 'HOMEROOM_LDAP_URL'],
  ])('with the name %s are refused, and %s is offered', (wrong, right) => {
    const { faults } = read({ ...real, PATH: '/bin', HOME: '/root', [wrong]: 'x' });
    expect(faults).toEqual([
      { setting: wrong, given: 'an unknown name', expected: `did you mean ${right}?` },
    ]);
  });

  it('do without mod_homeroom only when somebody says so', () => {
    const { HOMEROOM_PROSODY_URL: _, ...rest } = real;
    expect(faultsOf(rest)).toEqual(['HOMEROOM_PROSODY_URL']);
    expect(faultsOf({ ...rest, HOMEROOM_UNSAFE_NO_MODULE: '1' })).toEqual([]);
  });

  it('in demo mode do not listen to the network', () => {
    expect(faultsOf({ HOMEROOM_HOST: '0.0.0.0' })).toEqual(['HOMEROOM_HOST']);
  });
});

describe('the message', () => {
  it('names all that is wrong at once, what was given and what is expected', () => {
    const { faults } = read({
      ...real,
      HOMEROOM_PORT: 'x',
      HOMEROOM_AUDIT_DAYS: '0',
      HOMEROOM_STUDENT_GROUP: 'y',
    });
    const message = describeFaults(faults);
    expect(message).toContain('3 settings are not in order');
    expect(message).toContain(
      'HOMEROOM_PORT\n    given:    "x"\n    expected: a whole number from 0 to 65535',
    );
    expect(message).toContain('did you mean HOMEROOM_STUDENT_GROUPS?');
  });

  it('shows durations as they were given', () => {
    const { faults } = read({ ...real, HOMEROOM_SESSION_IDLE: '13h' });
    expect(describeFaults(faults)).toContain('given:    "13h"\n    expected: not longer than');
    const other = read({ ...real, HOMEROOM_SESSION_LONGEST: '90m' }).faults;
    expect(describeFaults(other)).toMatch(/2h, the default\n .*\("90m"\)/);
  });

  it('says in which line of a file it stands', () => {
    const locations = new Map([['HOMEROOM_PORT', 'homeroom.env, line 7']]);
    const { faults } = readConfig({ ...real, HOMEROOM_PORT: 'x' }, readFile, locations);
    expect(describeFaults(faults)).toContain('  HOMEROOM_PORT  (homeroom.env, line 7)\n');
  });

  it('never shows a secret', () => {
    const { faults } = read({
      ...real,
      HOMEROOM_JITSI_APP_SECRET: 'hunter2',
      HOMEROOM_COMMAND_KEY: 'swordfish',
    });
    expect(describeFaults(faults)).not.toMatch(/hunter2|swordfish/);
  });
});
