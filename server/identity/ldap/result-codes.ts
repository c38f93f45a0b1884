/** A directory's refusals, in words that can be looked up: its codes are decimal (RFC 4511 appendix A). */
import { ResultCodeError } from 'ldapts';

const names = new Map([
  [1, 'operationsError'],
  [2, 'protocolError'],
  [3, 'timeLimitExceeded'],
  [4, 'sizeLimitExceeded'],
  [7, 'authMethodNotSupported'],
  [8, 'strongerAuthRequired'],
  [11, 'adminLimitExceeded'],
  [12, 'unavailableCriticalExtension'],
  [13, 'confidentialityRequired'],
  [16, 'noSuchAttribute'],
  [17, 'undefinedAttributeType'],
  [18, 'inappropriateMatching'],
  [19, 'constraintViolation'],
  [21, 'invalidAttributeSyntax'],
  [32, 'noSuchObject'],
  [34, 'invalidDNSyntax'],
  [48, 'inappropriateAuthentication'],
  [49, 'invalidCredentials'],
  [50, 'insufficientAccessRights'],
  [51, 'busy'],
  [52, 'unavailable'],
  [53, 'unwillingToPerform'],
  [80, 'other'],
]);

/** Active Directory's own codes beside 49, which it writes in hexadecimal (winerror.h). */
const reasons = new Map([
  ['525', 'there is no such account'],
  ['52e', 'the name or the password is wrong'],
  ['530', 'not at this time'],
  ['531', 'not from this computer'],
  ['532', 'the password has expired'],
  ['533', 'the account is switched off'],
  ['701', 'the account is over'],
  ['773', 'the password has to be changed first'],
  ['775', 'the account is locked'],
]);

/** `undefined` where the server is no Active Directory. */
export const subCodeOf = (message: string): string | undefined =>
  /\bdata ([0-9a-f]+)\b/i.exec(message)?.[1]?.toLowerCase();

/** Of anything thrown, for the log and for administrators. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ResultCodeError))
    return error instanceof Error ? error.message : String(error);
  // ldapts adds the code in hexadecimal.
  const said = error.message.replace(/\0/g, '').replace(/ ?Code: 0x[0-9a-f]+$/i, '');
  const reason = reasons.get(subCodeOf(said) ?? '');
  const words = [reason, said.trim()].filter((part) => part !== undefined && part !== '');
  return `LDAP result ${error.code} ${names.get(error.code) ?? 'unknown'}${words.length > 0 ? `: ${words.join('; ')}` : ''}`;
}
