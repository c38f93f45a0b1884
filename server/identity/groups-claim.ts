/**
 * The groups that go into an ID token. Somebody in hundreds of groups would
 * have one that is too long to be taken: then those that decide something come
 * first, and of the others as many as there is room for.
 */
import type { ReadGroups } from './directory.ts';

const maxBytes = 6_000;

export function groupsClaim(groups: readonly string[], readGroups: ReadGroups): string[] {
  if (bytesOf(groups) <= maxBytes) return [...groups];
  const decides = (group: string) => {
    const { role, classes, isAdmin } = readGroups([group]);
    return role !== null || classes.length > 0 || isAdmin === true;
  };
  const deciding = groups.filter(decides);
  let room = maxBytes - bytesOf(deciding);
  const others = groups.filter((group) => {
    if (decides(group)) return false;
    room -= bytesOf([group]);
    return room >= 0;
  });
  return [...deciding, ...others];
}

const bytesOf = (groups: readonly string[]) => Buffer.byteLength(JSON.stringify(groups));
