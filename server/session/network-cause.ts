/** Why the provider could not be asked, for the log and for administrators. */
import { z } from 'zod';

/** Node's codes, and OpenSSL's where the certificate is the matter. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it broke the connection off',
  ENOTFOUND: 'there is no host of its name (DNS)',
  EAI_AGAIN: 'its name cannot be looked up (DNS)',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  ERR_JWKS_TIMEOUT: 'it does not answer in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: are the clocks right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const notTrusted =
  "its certificate is not trusted here: HOMEROOM_OIDC_CA_FILE names the school's own authority";

/** `fetch` itself only says "fetch failed"; the cause of its error says why. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof z.ZodError) {
    const where = error.issues.map(({ path }) => path.join('.')).join(', ');
    return `its answer is not in order: ${where}`;
  }
  if (error.name === 'TimeoutError') return 'it does not answer in time';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (untrusted.has(code)) return `${notTrusted} (${code})`;
  const known = words[code];
  if (known !== undefined) return `${known} (${code})`;
  // Several addresses of one host, each with its own fault.
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? causeOf(inner) : error.message;
}
