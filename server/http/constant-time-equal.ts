import { timingSafeEqual } from 'node:crypto';

/** Compares what must not be guessed letter by letter from the time that it takes. */
export function constantTimeEqual(given: string, right: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(right);
  return one.length === other.length && timingSafeEqual(one, other);
}
