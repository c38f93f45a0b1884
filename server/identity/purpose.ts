/**
 * What a sign-in is made for, so that the password page can say it. Asked by the nonce of the
 * authorization request, which Homeroom has given out for one browser and one use: nothing of it
 * stands in an address, where anybody could write another reason.
 */
import type { Log } from '../http/log.ts';

export type Purpose = {
  /** Of the account that is asked for. */
  subject: string;
} & (
  | { kind: 'administer' }
  /** `room` is its name. */
  | { kind: 'start-lesson' | 'remove-organizer' | 'delete-room'; room: string }
);

/** `null` for a sign-in that is made for nothing but signing in. */
export type PurposeOf = (nonce: string) => Promise<Purpose | null>;

/** Who signs in signs in all the same where that cannot be found out. */
export function createFindPurpose(purposeOf: PurposeOf, log: Log) {
  return async (nonce: unknown): Promise<Purpose | null> => {
    if (typeof nonce !== 'string') return null;
    try {
      return await purposeOf(nonce);
    } catch (error) {
      log.error({ err: error }, 'not known what a sign-in is made for');
      return null;
    }
  };
}
