/** One person, as Homeroom would take them: the groups seen, and what they make. */
import type { Config } from '../config.ts';
import type { DoctorFinding } from '../contract/doctor.ts';
import { type RoleSettings, roleAndClassesOf } from '../session/role.ts';
import { passed, unproven, warned } from './checks.ts';

export async function checkPerson(config: Config, login: string): Promise<DoctorFinding> {
  const { directory, roles } = config;
  switch (directory.kind) {
    case 'people-file': {
      const [{ readPeople }, { sameLogin }] = await Promise.all([
        import('../identity/people-file.ts'),
        import('../identity/directory.ts'),
      ]);
      const people = await readPeople(directory.path);
      const person = people.find((one) => sameLogin(one.login) === sameLogin(login));
      return person ? standing(person.login, person.groups, roles) : nobody(login);
    }
    case 'ldap': {
      const { inspect } = await import('../identity/ldap/inspect.ts');
      const found = await inspect(directory.settings, login, null);
      if (found.kind === 'found') {
        const groups = found.groups.map(({ name }) => name);
        return standing(found.person.login, groups, roles);
      }
      if (found.kind === 'not-found') return nobody(login);
      return unproven(
        'person',
        `${login} cannot be looked up (${found.kind}): homeroom people check ${login} says more.`,
      );
    }
    case 'oidc':
    case 'sample':
      return unproven(
        'person',
        `${login} cannot be looked up: a provider says who somebody is at a sign-in only.`,
      );
    default:
      return directory satisfies never;
  }
}

const nobody = (login: string): DoctorFinding =>
  warned(
    'person',
    `Nobody has the login ${login}.`,
    'homeroom people check says where it looked, and by which settings.',
  );

function standing(login: string, groups: readonly string[], roles: RoleSettings): DoctorFinding {
  const { role, isAdmin, classes } = roleAndClassesOf(groups, roles);
  const seen = groups.length === 0 ? 'in no group' : `in ${groups.join(', ')}`;
  const made = [role ?? 'nobody here', ...(isAdmin ? ['administrator'] : [])].join(' and ');
  const inClasses = classes.length === 0 ? 'in no class' : `in ${classes.join(', ')}`;
  const saw = `${login}, ${seen}, is ${made}, ${inClasses}.`;
  if (role !== null || isAdmin) return passed('person', saw);
  return warned(
    'person',
    saw,
    'HOMEROOM_TEACHER_GROUPS and HOMEROOM_STUDENT_GROUPS name the groups that count; homeroom people check says which were seen.',
  );
}
