/** Who is in the people file and not in the list: last year's, or those whom the list is not about. */
import { sameLogin } from '../identity/directory.ts';
import type { FiledPerson, People } from '../identity/people-file.ts';

const maxNamed = 20;

export function leaversOf(
  filed: People,
  wanted: readonly { login: string }[],
): readonly FiledPerson[] {
  const listed = new Set(wanted.map(({ login }) => sameLogin(login)));
  return filed.filter(({ login }) => !listed.has(sameLogin(login)));
}

/**
 * Only of one group, since a list of the students says nothing about teachers.
 * @throws when nobody is in the group: it may be a slip
 */
export function leaversIn(
  filed: People,
  leavers: readonly FiledPerson[],
  group: string,
): readonly FiledPerson[] {
  if (!filed.some(({ groups }) => groups.includes(group)))
    throw new Error(`--remove-leavers ${group}: nobody in the people file is in this group`);
  return leavers.filter(({ groups }) => groups.includes(group));
}

/** @param isShort names only the first of many */
export function stayingSentence(staying: readonly FiledPerson[], isShort: boolean): string {
  const named = staying.slice(0, isShort ? maxNamed : undefined);
  const more = staying.length > named.length ? ' … (--dry-run names all)' : '';
  const names = named.map(({ login, name }) => `${login} (${name})`).join(', ');
  return `${staying.length} not in the list, and kept: ${names}${more}`;
}
