/** Groups that nearly give a role or a class: they are compared letter by letter. */
import { readRoles } from '../config.ts';
import type { RoleSettings } from '../session/role.ts';
import { SettingsReader } from '../settings/settings-reader.ts';
import type { Terminal } from './terminal.ts';

export const rolesOf = ({ env }: Terminal): RoleSettings =>
  readRoles(new SettingsReader(env, () => ''));

const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase();

export function roleHints(groups: readonly string[], roles: RoleSettings): string[] {
  const { teacherGroups, studentGroups, adminGroups, classPattern } = roles;
  const settings = {
    HOMEROOM_TEACHER_GROUPS: teacherGroups,
    HOMEROOM_STUDENT_GROUPS: studentGroups,
    HOMEROOM_ADMIN_GROUPS: adminGroups,
  };
  const anyCase = new RegExp(classPattern.source, 'iu');
  return [...new Set(groups)].flatMap((group) => [
    ...Object.entries(settings).flatMap(([setting, names]) => {
      const near = names.find((name) => fold(name) === fold(group));
      return near === undefined || names.includes(group)
        ? []
        : [`the group ${group} gives nothing: ${setting} says ${near}, letter by letter`];
    }),
    ...(!classPattern.test(group) && anyCase.test(group)
      ? [`the group ${group} gives no class: HOMEROOM_CLASS_PATTERN says ${classPattern.source}`]
      : []),
  ]);
}
