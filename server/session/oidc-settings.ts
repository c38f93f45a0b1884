/** Every HOMEROOM_OIDC_ setting and its default: the school's own OpenID provider. */

/** What reads settings: `server/settings/settings-reader.ts` fits. Faults are collected there, not thrown. */
export type SettingsSource = {
  text(setting: string): string | undefined;
  secret(setting: string, minBytes: number): string | undefined;
  certificates(setting: string): string | null;
  value<T>(setting: string, fallback: T, expected: string, parse: (text: string) => T | null): T;
  lines(setting: string): readonly string[] | undefined;
  fault(setting: string, given: string, expected: string): void;
};

export type OidcSettings = {
  /** Exactly as the provider writes it, down to the slash at its end. */
  issuer: string;
  clientId: string;
  /** For the server's own calls, where the provider wants one. */
  clientSecret: string | null;
  /** The school's own certificate authority, PEM; `null` trusts what Node trusts. */
  ca: string | null;
  scope: string;
  /** A claim's name, or a path into it: `groups`, `realm_access.roles`. */
  groupsClaim: string;
  /** What the provider's groups are called here (Entra sends GUIDs); empty: as they are. */
  groupNames: ReadonlyMap<string, string>;
  /** What separates groups where they come in one string; `null`: a string is one group. */
  groupsSeparator: string | null;
};

export function readOidcSettings(read: SettingsSource): OidcSettings | null {
  const issuer = read.value<string | null>(
    'HOMEROOM_OIDC_ISSUER',
    null,
    "the provider's issuer, an https address exactly as in its discovery document",
    (text) => (isIssuer(text) ? text : null),
  );
  const clientId = read.text('HOMEROOM_OIDC_CLIENT_ID') ?? 'homeroom';
  const clientSecret = read.secret('HOMEROOM_OIDC_CLIENT_SECRET', 1) ?? null;
  const ca = read.certificates('HOMEROOM_OIDC_CA');
  const scope = read.value(
    'HOMEROOM_OIDC_SCOPES',
    'openid profile',
    'scopes separated by spaces, openid among them',
    (text) => (text.split(/\s+/).includes('openid') ? text : null),
  );
  const groupsClaim = read.text('HOMEROOM_OIDC_GROUPS_CLAIM') ?? 'groups';
  const groupNames = readGroupNames(read);
  const groupsSeparator = readSeparator(read);
  const rest = { clientId, clientSecret, ca, scope, groupsClaim, groupNames, groupsSeparator };
  return issuer === null ? null : { issuer, ...rest };
}

/**
 * Names of groups may contain spaces and commas, so nothing separates them unless the school sets
 * it.
 */
const readSeparator = (read: SettingsSource) =>
  read.value<string | null>(
    'HOMEROOM_OIDC_GROUPS_SEPARATOR',
    null,
    'one sign such as ; or , or |, or the word space',
    (text) => (text === 'space' ? ' ' : /^[^\p{L}\p{N}\s]$/u.test(text) ? text : null),
  );

/** OpenID Connect Core 2: https, no query, no fragment; plain http only on this machine. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLoopback)) && !search && !hash;
}

function readGroupNames(read: SettingsSource): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [index, line] of (read.lines('HOMEROOM_OIDC_GROUP_NAMES_FILE') ?? []).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, id, name] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(line) ?? [];
    if (id && name) names.set(id, name);
    else
      read.fault(
        'HOMEROOM_OIDC_GROUP_NAMES_FILE',
        `line ${index + 1}`,
        'lines of an id and a name',
      );
  }
  return names;
}
