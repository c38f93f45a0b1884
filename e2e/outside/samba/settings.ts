/** The settings that the documentation shows, word for word, for a domain controller that is somewhere else. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRoles } from '../../../server/config.ts';
import { type LdapSettings, readLdapSettings } from '../../../server/identity/ldap/settings.ts';
import { type RoleSettings, roleAndClassesOf } from '../../../server/session/role.ts';
import { SettingsReader } from '../../../server/settings/settings-reader.ts';
import type { ReadGroups } from '../../../server/identity/directory.ts';
import { passwordOf, service } from './school.ts';
import type { Samba } from './samba.ts';

const page = join(import.meta.dirname, '../../../docs/identity/ldap.md');

/** Only where the server is, its certificate and the patience with it are the test's own. */
export async function documented(
  { url, ca }: Samba,
  changes: Record<string, string> = {},
): Promise<Record<string, string>> {
  const text = await readFile(page, 'utf8');
  const block = /^## Active Directory\n+```sh\n(.*?)```/ms.exec(text)?.[1] ?? '';
  const shown = block.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
  });
  const { HOMEROOM_LDAP_CA_FILE, HOMEROOM_LDAP_BIND_PASSWORD_FILE, HOMEROOM_LDAP_URL, ...rest } =
    Object.fromEntries(shown);
  if (!HOMEROOM_LDAP_CA_FILE || !HOMEROOM_LDAP_BIND_PASSWORD_FILE || !HOMEROOM_LDAP_URL)
    throw new Error(`the example of Active Directory is not in ${page}`);
  return {
    ...rest,
    HOMEROOM_LDAP_URL: url,
    HOMEROOM_LDAP_CA: ca,
    HOMEROOM_LDAP_BIND_PASSWORD: passwordOf(service.login),
    // A busy machine is slow, and not down.
    HOMEROOM_LDAP_TIMEOUT: '30s',
    ...changes,
  };
}

export type Read = { settings: LdapSettings; roles: RoleSettings; readGroups: ReadGroups };

export function read(environment: Record<string, string>): Read {
  const reader = new SettingsReader(environment, () => '');
  const settings = readLdapSettings(reader);
  const roles = readRoles(reader);
  if (!settings || reader.faults.length > 0) throw new Error(JSON.stringify(reader.faults));
  return { settings, roles, readGroups: (groups) => roleAndClassesOf(groups, roles) };
}
