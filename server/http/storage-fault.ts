/**
 * Tells a database that cannot be used (a full disk, a lock), which an administrator or time
 * repairs, from a statement that it refuses, which is a fault of ours.
 */

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
const unusable: Readonly<Record<number, string>> = {
  5: 'busy',
  6: 'locked',
  7: 'no memory',
  8: 'read-only',
  10: 'cannot be read or written',
  11: 'damaged',
  13: 'full',
  14: 'cannot be opened',
  15: 'locking protocol',
  26: 'no database',
};

/** @returns what is the matter with the database, for the log; `null`: nothing that shows here */
export function storageFault(error: unknown): string | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  // An extended code has the primary one in its lowest byte.
  return typeof error.errcode === 'number' ? (unusable[error.errcode & 0xff] ?? null) : null;
}
