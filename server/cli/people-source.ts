/** Where the accounts are, by the settings alone that say so: nothing else has to be in order yet. */
import { readFileSync } from 'node:fs';
import { readRoles } from '../config.ts';
import { type LdapSettings, readLdapSettings } from '../identity/ldap/settings.ts';
import type { RoleSettings } from '../session/role.ts';
import { SettingsReader } from '../settings/settings-reader.ts';
import { complain, type Terminal } from './terminal.ts';

export type Source =
  | { kind: 'ldap'; settings: LdapSettings; roles: RoleSettings }
  | { kind: 'people-file'; path: string; roles: RoleSettings };

/** `null`, and the faults on stderr, when the settings don't say where people are. */
export function readSource(terminal: Terminal): Source | null {
  const read = new SettingsReader(terminal.env, (path) => readFileSync(path, 'utf8'));
  const roles = readRoles(read);
  const settings = readLdapSettings(read);
  const path = read.text('HOMEROOM_PEOPLE_FILE');
  for (const { setting, given, expected } of read.faults) {
    complain(terminal, `${setting}: given ${given}, expected ${expected}`);
  }
  if (read.faults.length > 0) return null;
  if (settings) return { kind: 'ldap', settings, roles };
  if (path !== undefined) return { kind: 'people-file', path, roles };
  complain(
    terminal,
    'neither HOMEROOM_LDAP_URL nor HOMEROOM_PEOPLE_FILE is set: where are the accounts?',
  );
  return null;
}
