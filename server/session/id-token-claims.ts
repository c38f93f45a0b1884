/** Reads name and groups from a provider's claims, in whatever shape they come. Pure. */
import type { OidcSettings } from './oidc-settings.ts';
import { readableName } from './readable.ts';

type Claims = Readonly<Record<string, unknown>>;

/**
 * The groups under the configured claim; `null` when the claim is not there at
 * all, so that userinfo is worth asking.
 */
export function groupsIn(
  claims: Claims,
  settings: Pick<OidcSettings, 'groupsClaim' | 'groupNames' | 'groupsSeparator'>,
): string[] | null {
  const { groupsClaim, groupNames, groupsSeparator } = settings;
  const value = valueAt(claims, groupsClaim);
  if (value === undefined || value === null) return null;
  return [
    ...new Set(listOf(value, groupsSeparator).map((group) => groupNames.get(group) ?? group)),
  ];
}

/**
 * Looks for a claim of exactly this name first, since names may be addresses with dots in them;
 * then for a path.
 */
function valueAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const step of path.split('.')) {
    if (!isRecord(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A list of groups, or one group as a string. A string is split only where the school has set a
 * separator: "fans of teachers" is not the group "teachers". Values that are not strings are left
 * out.
 */
function listOf(value: unknown, separator: string | null): string[] {
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string');
  if (typeof value !== 'string') return [];
  const groups = separator === null ? [value] : value.split(separator);
  return groups.map((group) => group.trim()).filter((group) => group !== '');
}

/** The person's name as the school writes it, or the login name where there is none. */
export function nameIn(claims: Claims): string | null {
  const both = ['given_name', 'family_name'].map((claim) => claims[claim]);
  const joined = both.every((part) => typeof part === 'string') ? both.join(' ') : undefined;
  const names = [claims['name'], joined, claims['preferred_username'], claims['email']];
  for (const name of names) {
    const readable = typeof name === 'string' ? readableName(name) : null;
    if (readable !== null) return readable;
  }
  return null;
}
