/** Distinguished names (RFC 4514), as far as they are compared and filled in here. */

/** Split at the commas that separate, never at one that belongs to a value. */
function partsOf(dn: string): string[] {
  const parts = dn.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return parts.map((part) => part.trim().toLowerCase());
}

/**
 * Whether an entry stands below another, or is it. Compared part by part:
 * `cn=x\,ou=groups,dc=example` is not below `ou=groups,dc=example`. Ways of
 * writing that are not the same text count as different: then nobody gets in.
 */
export function isBelow(dn: string, base: string): boolean {
  const parts = partsOf(dn);
  const baseParts = partsOf(base);
  return (
    baseParts.length > 0 &&
    parts.length >= baseParts.length &&
    baseParts.every((part, at) => part === parts[parts.length - baseParts.length + at])
  );
}

/** A value inside a DN: nothing in it can end the value or begin another (RFC 4514 section 2.4). */
export const escapeDnValue = (value: string): string =>
  value
    .replace(/[\\,+"<>;=#\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(/^ | $/g, '\\20');
