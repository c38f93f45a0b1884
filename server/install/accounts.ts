/** Where the school's accounts are: asked, and tried at once. */
import { readConfig } from '../config.ts';
import { createLog } from '../http/log.ts';
import { ldapDirectory } from '../identity/ldap/ldap-directory.ts';
import { createDiscovery } from '../session/discovery.ts';
import { roleAndClassesOf } from '../session/role.ts';
import { fetchTrusting } from '../session/trusting-fetch.ts';
import { readAnswer, readPassword, say, type Terminal } from '../cli/terminal.ts';
import { peopleFile } from './places.ts';
import type { Values } from './settings.ts';

/** Whether the settings say already where accounts are. */
export const isAnswered = (values: Values): boolean =>
  ['HOMEROOM_LDAP_URL', 'HOMEROOM_OIDC_ISSUER', 'HOMEROOM_PEOPLE_FILE'].some(
    (name) => (values[name] ?? '') !== '',
  );

export const howToAnswer = `Homeroom has to know where the school's accounts are. Say it with --set, or in /etc/homeroom/homeroom.env:
  --set HOMEROOM_LDAP_URL=ldaps://… and what docs/identity/ldap.md names beside it
  --set HOMEROOM_OIDC_ISSUER=https://… and what docs/identity/openid-provider.md names beside it
  --set HOMEROOM_PEOPLE_FILE=${peopleFile} for a list of people of Homeroom's own`;

type Question = { name: string; text: string; fallback?: string; isSecret?: boolean };

const ofLdap: Question[] = [
  { name: 'HOMEROOM_LDAP_URL', text: 'Address of the directory (ldaps://…)' },
  {
    name: 'HOMEROOM_LDAP_PRESET',
    text: 'Its kind: openldap, active-directory or univention',
    fallback: 'openldap',
  },
  { name: 'HOMEROOM_LDAP_PEOPLE_BASE', text: 'Where people are (ou=people,dc=school,dc=example)' },
  { name: 'HOMEROOM_LDAP_GROUPS_BASE', text: 'Where groups are (ou=groups,dc=school,dc=example)' },
  { name: 'HOMEROOM_LDAP_BIND_DN', text: 'Account that may search there (its DN)' },
  { name: 'HOMEROOM_LDAP_BIND_PASSWORD', text: 'Its password', isSecret: true },
];

const ofProvider: Question[] = [
  { name: 'HOMEROOM_OIDC_ISSUER', text: "The provider's issuer (https://…)" },
  { name: 'HOMEROOM_OIDC_CLIENT_ID', text: "Homeroom's client id there", fallback: 'homeroom' },
  {
    name: 'HOMEROOM_OIDC_CLIENT_SECRET',
    text: 'Its secret, if the provider gave one',
    isSecret: true,
  },
];

const ofGroups: Question[] = [
  { name: 'HOMEROOM_TEACHER_GROUPS', text: 'Groups of the teachers', fallback: 'teachers' },
  { name: 'HOMEROOM_STUDENT_GROUPS', text: 'Groups of the students', fallback: 'students' },
  {
    name: 'HOMEROOM_ADMIN_GROUPS',
    text: "Groups of Homeroom's administrators",
    fallback: 'admins',
  },
];

/** @returns settings; `null` when the answer was none of those that were offered */
export async function askForAccounts(terminal: Terminal): Promise<Values | null> {
  say(
    terminal,
    "Where are the school's accounts?",
    '  1  LDAP, Active Directory or Univention',
    '  2  an OpenID provider (Keycloak, Entra ID, …)',
    '  3  nowhere yet: a list of people, filled from a spreadsheet',
  );
  const answer = await readAnswer(terminal, '1, 2 or 3: ');
  if (answer === '1') return askAll(terminal, [...ofLdap, ...ofGroups]);
  if (answer === '2') return askAll(terminal, [...ofProvider, ...ofGroups]);
  return answer === '3' ? { HOMEROOM_PEOPLE_FILE: peopleFile } : null;
}

async function askAll(terminal: Terminal, questions: readonly Question[]): Promise<Values> {
  const values: Record<string, string> = {};
  for (const { name, text, fallback, isSecret } of questions) {
    const hint = fallback === undefined ? '' : ` [${fallback}]`;
    if (isSecret) terminal.stderr.write(`${text}\n`);
    const answer = isSecret
      ? await readPassword(terminal)
      : await readAnswer(terminal, `${text}${hint}: `);
    const value = answer === '' ? (fallback ?? '') : answer;
    if (value !== '') values[name] = value;
  }
  return values;
}

/** Asks the directory, or the provider. @returns what is wrong, in words; `null` when it answers */
export type TryAccounts = (
  values: Values,
  readFile: (path: string) => string,
) => Promise<string | null>;

export const tryAccounts: TryAccounts = async (values, readFile) => {
  const { config, faults } = readConfig(values, readFile);
  if (faults.length > 0)
    return faults
      .map(({ setting, given, expected }) => `${setting}: given ${given}, expected ${expected}`)
      .join('\n');
  const { directory } = config;
  if (directory.kind === 'ldap') {
    const readGroups = (groups: readonly string[]) => roleAndClassesOf(groups, config.roles);
    const opened = ldapDirectory({ settings: directory.settings, readGroups, clock: Date.now });
    try {
      const state = await opened.probe();
      return state.isReachable ? null : `The directory cannot be asked: ${state.cause}`;
    } finally {
      await opened.close();
    }
  }
  if (directory.kind === 'oidc') {
    const { issuer, ca } = directory.settings;
    const log = createLog('error', () => {});
    const ask = ca === null ? fetch : fetchTrusting(ca);
    const state = await createDiscovery({ issuer, clock: Date.now, log, fetch: ask }).probe();
    return state.isReachable ? null : `The provider cannot be asked: ${state.cause}`;
  }
  return null;
};
