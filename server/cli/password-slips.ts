/** Passwords made for people, and the sheet that hands them out: a page a class, a slip a person. */
import { randomInt } from 'node:crypto';
import { open } from 'node:fs/promises';
import { sameLogin } from '../identity/directory.ts';
import type { People } from '../identity/people-file.ts';
import { type RoleSettings, roleAndClassesOf } from '../session/role.ts';

/** Read from paper and typed by children: nothing that looks alike, 59 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const part = () =>
  Array.from({ length: 4 }, () => letters[randomInt(letters.length)] ?? '').join('');
export const easyPassword = () => [part(), part(), part()].join('-');

/** For its owner only. Throws when the file is there already: it may be the only copy of other passwords. */
export async function writeOnce(path: string, sheet: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(sheet);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** People without a class come last. `made`: passwords by `sameLogin`. */
export function sheetOf(
  people: People,
  made: ReadonlyMap<string, string>,
  roles: RoleSettings,
): string {
  const pages = new Map<string, string[]>();
  for (const { login, name, groups } of people) {
    const password = made.get(sameLogin(login));
    if (password === undefined) continue;
    const [classId = ''] = roleAndClassesOf(groups, roles).classes;
    const slip = `${name}\n  login     ${login}\n  password  ${password}\n`;
    pages.set(classId, [...(pages.get(classId) ?? []), slip]);
  }
  return [...pages]
    .toSorted(
      ([one], [other]) =>
        Number(one === '') - Number(other === '') ||
        one.localeCompare(other, 'en', { numeric: true }),
    )
    .map(([classId, slips]) => `${classId || 'without a class'}\n\n${slips.join('\n')}`)
    .join('\n\f\n');
}
