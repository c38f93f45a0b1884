/** Whether the directory accepts a password, and if not, why, as far as it says so. */
import {
  type Client,
  InvalidCredentialsError,
  PasswordPolicyControl,
  PasswordPolicyError,
  ResultCodeError,
} from 'ldapts';
import type { Connections } from './connection.ts';
import { messageOf, subCodeOf } from './result-codes.ts';

export type PasswordVerdict =
  | { kind: 'accepted' }
  | { kind: 'wrong' }
  /** Locked, whether or not the password is right: nothing that a guesser may learn. */
  | { kind: 'locked' }
  /** The password is right, but the account is switched off, or its time is over. */
  | { kind: 'disabled' | 'over' }
  /** The password is right, but the account may not sign in at this time, or from here. */
  | { kind: 'wrong-time' | 'wrong-computer' }
  /** The password is right, but too old, or has to be replaced first. */
  | { kind: 'expired' | 'must-change' };

export type Refusal = Exclude<PasswordVerdict, { kind: 'accepted' }>;

/**
 * Calls `whileBound` on the person's own line when the password is accepted.
 * Throws DirectoryUnreachable, and what `whileBound` throws.
 */
export async function tryPassword<T>(
  { connect }: Connections,
  name: string,
  password: string,
  whileBound: (client: Client) => Promise<T>,
): Promise<{ verdict: { kind: 'accepted' }; value: T } | { verdict: Refusal }> {
  const connection = await connect();
  try {
    const verdict = await connection.whileOpen(bind(connection.client, name, password));
    return verdict.kind === 'accepted'
      ? { verdict, value: await connection.whileOpen(whileBound(connection.client)) }
      : { verdict };
  } finally {
    await connection.close();
  }
}

async function bind(client: Client, name: string, password: string): Promise<PasswordVerdict> {
  const policy = new PasswordPolicyControl();
  try {
    await client.bind(name, password, policy);
  } catch (error) {
    if (error instanceof ResultCodeError) return refusalOf(error, policy.value?.error);
    throw error;
  }
  // Bound, but allowed to do nothing except to change the password.
  if (policy.value?.error === PasswordPolicyError.ChangeAfterReset) return { kind: 'must-change' };
  return { kind: 'accepted' };
}

/** Codes of draft-behera-ldap-password-policy, or of Active Directory's own text. */
export function refusalOf(error: ResultCodeError, policyError: number | undefined): Refusal {
  if (policyError === PasswordPolicyError.AccountLocked) return { kind: 'locked' };
  if (policyError === PasswordPolicyError.PasswordExpired) return { kind: 'expired' };
  if (policyError === PasswordPolicyError.ChangeAfterReset) return { kind: 'must-change' };
  if (error instanceof InvalidCredentialsError) return activeDirectoryRefusal(error.message);
  // Some servers have other codes for an unknown name or a malformed DN; all of them mean a wrong
  // login.
  if (wrongCodes.includes(error.code)) return { kind: 'wrong' };
  throw new Error(`the directory refuses to check a password: ${messageOf(error)}`);
}

/** noSuchObject, invalidDNSyntax, inappropriateAuthentication, unwillingToPerform (RFC 4511 appendix A). */
const wrongCodes = [32, 34, 48, 53];

/** `… AcceptSecurityContext error, data 532, …`: what Active Directory adds to code 49. */
function activeDirectoryRefusal(text: string): Refusal {
  switch (subCodeOf(text)) {
    case '532':
      return { kind: 'expired' };
    case '773':
      return { kind: 'must-change' };
    case '530':
      return { kind: 'wrong-time' };
    case '531':
      return { kind: 'wrong-computer' };
    case '533':
      return { kind: 'disabled' };
    case '701':
      return { kind: 'over' };
    case '775':
      return { kind: 'locked' };
    default:
      return { kind: 'wrong' };
  }
}
