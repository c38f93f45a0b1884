/**
 * Every setting and its default. `readConfig` turns the environment into a
 * Config, or into the whole list of what is wrong with it.
 *
 * Demo mode exists only while nothing real is configured: no Jitsi, no
 * directory, no address but loopback. Anything else that lacks one of them is a
 * fault, never a quiet fallback to sample people.
 */
import { isNetwork } from './http/client-address.ts';
import { type Accent, accentOf } from './page/accent.ts';
import { type Jitsi, readJitsi } from './jitsi/settings.ts';
import { type LdapSettings, readLdapSettings } from './identity/ldap/settings.ts';
import { type OidcSettings, readOidcSettings } from './session/oidc-settings.ts';
import {
  type Environment,
  type Fault,
  type SettingLocations,
  quoted,
  type ReadFile,
  SettingsReader,
} from './settings/settings-reader.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export type Config = {
  isDemo: boolean;
  /** Where people find Homeroom. */
  publicUrl: URL;
  listen: { host: string; port: number };
  /** Folder for the database and keys. */
  dataDir: string;
  /** Addresses whose forwarding headers are believed. */
  trustedProxies: readonly string[];
  school: { name: string; contact: string };
  branding: {
    /** The school's colour; `null` leaves Homeroom's own. */
    accent: Accent | null;
    /** Path of the school's logo. */
    logoFile: string | null;
  };
  roles: {
    teacherGroups: readonly string[];
    studentGroups: readonly string[];
    adminGroups: readonly string[];
    /** Its first capture, or the whole match, is the classId. */
    classPattern: RegExp;
  };
  session: {
    idle: number;
    maxDuration: number;
    sharedIdle: number;
    organizerSignInMaxAge: number;
    /** Where every computer is a shared one: a sign-in from there is a short one. */
    sharedNetworks: readonly string[];
    /** How often the directory is asked again about who is signed in. */
    rereadEvery: number;
    /** Percent of the people that one such reading may take everything from. */
    rereadMaxLoss: number;
  };
  lesson: { opening: number; grace: number; maxDuration: number };
  auditDays: number;
  /** Program that is told when a scheduled `homeroom doctor` finds something broken. */
  doctorTells: string | null;
  directory: Directory;
  jitsi: Jitsi | null;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
};

export type Directory =
  | { kind: 'sample' }
  | { kind: 'people-file'; path: string }
  | { kind: 'ldap'; settings: LdapSettings }
  | { kind: 'oidc'; settings: OidcSettings };

/** Where a setting is wrong, `config` has its default: good only for finding further faults. */
export type ConfigResult = { config: Config; faults: readonly Fault[] };

/** @param places where each setting stands that came from a file */
export function readConfig(
  environment: Environment,
  readFile: ReadFile,
  locations?: SettingLocations,
): ConfigResult {
  const read = new SettingsReader(environment, readFile, locations);
  const port = read.integer('HOMEROOM_PORT', 8080, 0, 65_535);
  const givenUrl = read.url('HOMEROOM_URL');
  const publicUrl = givenUrl ?? new URL(`http://localhost:${port}`);
  const jitsi = readJitsi(read);
  const directory = readDirectory(read);
  const isDemo = mayBeDemo(read) && !jitsi && !directory && isLoopback(publicUrl.hostname);
  const config: Config = {
    isDemo,
    publicUrl,
    listen: { host: read.text('HOMEROOM_HOST') ?? '127.0.0.1', port },
    dataDir: read.text('HOMEROOM_DATA') ?? 'homeroom-data',
    trustedProxies: readNetworks(read, 'HOMEROOM_TRUSTED_PROXIES'),
    school: {
      name: read.text('HOMEROOM_SCHOOL') ?? 'Homeroom',
      contact: read.text('HOMEROOM_CONTACT') ?? '',
    },
    branding: { accent: readAccent(read), logoFile: read.text('HOMEROOM_MARK_FILE') ?? null },
    roles: readRoles(read),
    session: {
      idle: read.duration('HOMEROOM_SESSION_IDLE', 2 * hour, second, 7 * day),
      maxDuration: read.duration('HOMEROOM_SESSION_LONGEST', 12 * hour, second, 30 * day),
      sharedIdle: read.duration('HOMEROOM_SESSION_SHARED_IDLE', 10 * minute, second, day),
      organizerSignInMaxAge: read.duration(
        'HOMEROOM_ORGANIZER_SIGN_IN_MAX_AGE',
        8 * hour,
        0,
        30 * day,
      ),
      sharedNetworks: readNetworks(read, 'HOMEROOM_SHARED_NETWORKS'),
      rereadEvery: read.duration('HOMEROOM_ROLES_REREAD', 15 * minute, 10 * second, day),
      rereadMaxLoss: read.integer('HOMEROOM_REREAD_MAX_LOSS', 10, 1, 100),
    },
    lesson: {
      opening: read.duration('HOMEROOM_LESSON_OPENING', 5 * minute, second, hour),
      grace: read.duration('HOMEROOM_LESSON_GRACE', 2 * minute, second, hour),
      maxDuration: read.duration('HOMEROOM_LESSON_LONGEST', 4 * hour, minute, 24 * hour),
    },
    auditDays: read.integer('HOMEROOM_AUDIT_DAYS', 30, 1, 3_650),
    doctorTells: read.value<string | null>(
      'HOMEROOM_DOCTOR_TELLS',
      null,
      'the whole path of a program, such as /etc/homeroom/tell-doctor',
      (text) => (text.startsWith('/') ? text : null),
    ),
    directory: directory ?? { kind: 'sample' },
    jitsi: jitsi ?? null,
    logLevel: read.value('HOMEROOM_LOG_LEVEL', 'info', 'debug, info, warn or error', (text) =>
      text === 'debug' || text === 'info' || text === 'warn' || text === 'error' ? text : null,
    ),
  };
  checkWhole(read, config, { givenUrl, hasDirectory: directory !== undefined });
  read.refuseUnknown('HOMEROOM_', ['HOMEROOM_ENV_FILE']);
  return { config, faults: read.faults };
}

/**
 * The installed service never starts in demo mode: whoever forgot the settings is told so instead.
 */
const mayBeDemo = (read: SettingsReader): boolean =>
  read.value('HOMEROOM_DEMO', true, 'yes or no', (text) =>
    text === 'yes' ? true : text === 'no' ? false : null,
  );

function readAccent(read: SettingsReader): Accent | null {
  const text = read.text('HOMEROOM_ACCENT');
  if (text === undefined) return null;
  const result = accentOf(text);
  if (result.isRead) return result.accent;
  const expected = result.nearest
    ? `a darker colour: nobody could read this one on a light page. The nearest that can be read is ${result.nearest}`
    : 'a colour such as #0f5d52';
  read.fault('HOMEROOM_ACCENT', quoted(text), expected);
  return null;
}

export function readRoles(read: SettingsReader): Config['roles'] {
  return {
    teacherGroups: read.list('HOMEROOM_TEACHER_GROUPS', ['teachers']),
    studentGroups: read.list('HOMEROOM_STUDENT_GROUPS', ['students']),
    adminGroups: read.list('HOMEROOM_ADMIN_GROUPS', ['admins']),
    classPattern: read.value(
      'HOMEROOM_CLASS_PATTERN',
      /^class-(.+)$/u,
      'a regular expression that begins with ^ and ends with $, such as ^class-(.+)$',
      (text) => {
        // Anchored, so that a group that merely contains the pattern is no class.
        if (!text.startsWith('^') || !text.endsWith('$')) return null;
        try {
          return new RegExp(text, 'u');
        } catch {
          return null;
        }
      },
    ),
  };
}

/** Which setting says where each kind of directory is. */
const directorySettings = {
  'people-file': 'HOMEROOM_PEOPLE_FILE',
  ldap: 'HOMEROOM_LDAP_URL',
  oidc: 'HOMEROOM_OIDC_ISSUER',
  sample: '',
} as const satisfies Record<Directory['kind'], string>;

function readDirectory(read: SettingsReader): Directory | undefined {
  const path = read.text('HOMEROOM_PEOPLE_FILE');
  const ldap = readLdapSettings(read);
  const oidc = readOidcSettings(read);
  const given: Directory[] = [
    ...(path === undefined ? [] : [{ kind: 'people-file' as const, path }]),
    ...(ldap ? [{ kind: 'ldap' as const, settings: ldap }] : []),
    ...(oidc ? [{ kind: 'oidc' as const, settings: oidc }] : []),
  ];
  const [first, second] = given;
  if (first && second) {
    const expected = 'one directory: a people file, LDAP, or a provider';
    read.fault(directorySettings[second.kind], `beside ${directorySettings[first.kind]}`, expected);
  }
  read.refuseHalf('HOMEROOM_LDAP_URL', 'the address of the directory', (name) =>
    name.startsWith('HOMEROOM_LDAP_'),
  );
  read.refuseHalf('HOMEROOM_OIDC_ISSUER', "the provider's issuer", (name) =>
    name.startsWith('HOMEROOM_OIDC_'),
  );
  return given[0];
}

function readNetworks(read: SettingsReader, setting: string): readonly string[] {
  const expected = 'addresses or networks, separated by commas, such as 127.0.0.1, 10.0.0.0/8';
  return read.value<readonly string[]>(setting, [], expected, (text) => {
    const networks = text.split(',').map((network) => network.trim());
    return networks.every(isNetwork) ? networks : null;
  });
}

/** Faults that only show when settings are seen together. */
function checkWhole(
  read: SettingsReader,
  config: Config,
  given: { givenUrl: URL | undefined; hasDirectory: boolean },
): void {
  const { publicUrl, jitsi } = config;
  if (!config.isDemo) {
    if (!given.givenUrl)
      read.fault('HOMEROOM_URL', 'nothing', 'the address at which people find Homeroom');
    if (!jitsi) read.fault('HOMEROOM_JITSI_URL', 'nothing', "the address of the school's Jitsi");
    const isWrong = ['HOMEROOM_LDAP_URL', 'HOMEROOM_OIDC_ISSUER'].some((name) =>
      read.isFaulty(name),
    );
    if (!given.hasDirectory && !isWrong)
      read.fault(
        'HOMEROOM_PEOPLE_FILE',
        'nothing',
        'a people file, HOMEROOM_LDAP_URL, or HOMEROOM_OIDC_ISSUER',
      );
  }
  if (config.isDemo && !isLoopback(config.listen.host)) {
    read.fault(
      'HOMEROOM_HOST',
      quoted(config.listen.host),
      '127.0.0.1 in demo mode: sample people are for this machine only',
    );
  }
  if (publicUrl.protocol !== 'https:' && !isLoopback(publicUrl.hostname)) {
    read.fault(
      'HOMEROOM_URL',
      quoted(publicUrl.href),
      'https: passwords and sessions travel there',
    );
  }
  const { idle, maxDuration } = config.session;
  if (idle > maxDuration)
    read.fault(
      'HOMEROOM_SESSION_IDLE',
      read.given('HOMEROOM_SESSION_IDLE', '2h'),
      `not longer than HOMEROOM_SESSION_LONGEST (${read.given('HOMEROOM_SESSION_LONGEST', '12h')})`,
    );
  const { port } = config.listen;
  if (jitsi?.prosody && port !== 0 && jitsi.prosody.internal.port === port)
    read.fault(
      'HOMEROOM_INTERNAL_PORT',
      read.given('HOMEROOM_INTERNAL_PORT', '8081'),
      'another port than HOMEROOM_PORT: Prosody reports to a listener of its own',
    );
  for (const key of [jitsi?.prosody?.commandKey, jitsi?.prosody?.eventKey]) {
    if (key && key === jitsi?.appSecret) {
      read.fault(
        'HOMEROOM_JITSI_APP_SECRET',
        'the same as another key',
        'pass, command and event keys are three different keys',
      );
    }
  }
}

export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
  );
}

/** The one message an administrator reads when Homeroom does not start. */
export function describeFaults(faults: readonly Fault[]): string {
  const lines = faults.map(({ setting, given, expected, where }) => {
    const name = where === undefined ? setting : `${setting}  (${where})`;
    return `  ${name}\n    given:    ${given}\n    expected: ${expected}`;
  });
  const count = faults.length === 1 ? 'One setting is' : `${faults.length} settings are`;
  return `Homeroom does not start: ${count} not in order.\n\n${lines.join('\n')}\n`;
}
