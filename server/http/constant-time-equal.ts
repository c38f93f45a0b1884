import { timingSafeEqual } from 'node:crypto';

/**
 * Compares two secrets in constant time, so that nobody can guess one letter by letter from how
 * long it takes.
 */
export function constantTimeEqual(given: string, right: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(right);
  return one.length === other.length && timingSafeEqual(one, other);
}
