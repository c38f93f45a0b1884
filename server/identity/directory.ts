/** Where accounts come from: the sample people, the people file, or LDAP. */
import type { DirectoryLookup } from './directory-lookup.ts';

/** Somebody with an account. `subject` never changes and is never the login name. */
export type Account = { subject: string; name: string; groups: readonly string[] };

export type SignInAnswer =
  | { kind: 'signed-in'; account: Account }
  /** Wrong password and unknown name are the same answer, and take the same time. */
  | { kind: 'refused' }
  /** The password is right, but has to be replaced before it opens anything. */
  | { kind: 'must-change'; account: Account }
  /** Only answered to who knows the password. `change-elsewhere`: before its first use here. */
  | {
      kind: 'disabled' | 'over' | 'wrong-time' | 'wrong-computer' | 'expired' | 'change-elsewhere';
    }
  /** The login fits several accounts: none is taken for another. The cause is for the log. */
  | { kind: 'ambiguous'; cause: string }
  /** `mayTry` has refused it. */
  | { kind: 'not-now' }
  /** Too many attempts are waiting. */
  | { kind: 'busy' }
  /** The cause is for the log. */
  | { kind: 'unreachable'; cause: string };

/**
 * `same`: the new password is the old one. `gone`: there is no such account that has to change its
 * password.
 */
export type ReplaceAnswer = { kind: 'replaced' | 'same' | 'gone' };

/** The cause is for administrators and the log. */
export type DirectoryState = { isReachable: true } | { isReachable: false; cause: string };

/**
 * Asked just before a password is checked, with what stands for the account and
 * stays the same however the login was written: a guesser gets no fresh start
 * from `ANNA`, or from whatever else the directory takes for `anna`. `exists`: it
 * is an account's own id, and not what somebody typed.
 */
export type MayTry = (account: string, exists?: boolean) => boolean;

export type Directory = DirectoryLookup & {
  /** @param queueKey whose attempts wait in one queue, where many are checked at once */
  checkPassword(
    login: string,
    password: string,
    mayTry: MayTry,
    queueKey?: string,
  ): Promise<SignInAnswer>;
  /**
   * False for LDAP without a service account: only people themselves, with their password, can look
   * anything up.
   */
  canBeAsked: boolean;
  /**
   * Sets a new password for somebody whose check has just answered `must-change`. Absent where
   * passwords are changed elsewhere.
   */
  replacePassword?(subject: string, next: string): Promise<ReplaceAnswer>;
  /** Whether accounts can be reached now. */
  probe(): Promise<DirectoryState>;
  close(): Promise<void>;
};

/** How the school's groups are read: `session/role.ts` gives it. */
export type ReadGroups = (groups: readonly string[]) => {
  role: 'teacher' | 'student' | null;
  classes: readonly string[];
  isAdmin?: boolean;
};

/** Longer logins are refused before any hash or bind. */
export const maxLoginLength = 256;
export const maxPasswordLength = 1024;
/** NIST SP 800-63B section 3.1.1.2 asks for no other rule. */
export const minPasswordLength = 8;

/**
 * Whether a password may be tried at all. An empty one is an anonymous bind to
 * some LDAP servers, and succeeds (RFC 4513 section 5.1.2).
 */
export function isTriable(login: string, password: string): boolean {
  return (
    login !== '' &&
    login.length <= maxLoginLength &&
    password !== '' &&
    password.length <= maxPasswordLength &&
    !login.includes('\0')
  );
}

/** `Anna ` and `anna` are one login. */
export function sameLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}
