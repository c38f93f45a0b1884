/**
 * How the school's groups become Role and Classes. Group names match letter for letter: `Teachers`
 * is not `teachers`.
 */
import type { Role } from '../contract/person.ts';
import { maxClassLength } from '../contract/room.ts';

export type RoleSettings = {
  teacherGroups: readonly string[];
  studentGroups: readonly string[];
  adminGroups: readonly string[];
  /** Its first capture, or the whole match, is the classId. */
  classPattern: RegExp;
};

export type RoleAndClasses = {
  role: Role | null;
  isAdmin: boolean;
  classes: readonly string[];
  /** In teacher and student groups at once: taken as student, and worth a warning. */
  isContradictory: boolean;
};

export function roleAndClassesOf(
  groups: readonly string[],
  settings: RoleSettings,
): RoleAndClasses {
  const isIn = (names: readonly string[]): boolean => groups.some((group) => names.includes(group));
  const isStudent = isIn(settings.studentGroups);
  const isTeacher = isIn(settings.teacherGroups);
  return {
    role: isStudent ? 'student' : isTeacher ? 'teacher' : null,
    // A student is never an administrator, whatever else the groups say.
    isAdmin: !isStudent && isIn(settings.adminGroups),
    classes: classesOf(groups, settings.classPattern),
    isContradictory: isStudent && isTeacher,
  };
}

/** Printable and not too long, so that a room can be given it. */
export const fitsClass = (classId: string): boolean =>
  classId.length <= maxClassLength && !/\p{C}/u.test(classId);

function classesOf(groups: readonly string[], pattern: RegExp): string[] {
  const found = groups.flatMap((group) => {
    const match = pattern.exec(group);
    // The match has to be the whole group: `^class-(.+)|year-(.+)$` is anchored on one side only,
    // each.
    if (match?.[0] !== group) return [];
    const classId = (match[1] ?? match[0]).trim();
    return classId !== '' && fitsClass(classId) ? [classId] : [];
  });
  return [...new Set(found)].toSorted((one, other) =>
    one.localeCompare(other, 'en', { numeric: true }),
  );
}
