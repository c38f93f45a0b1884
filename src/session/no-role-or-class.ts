import type { Me } from '../../server/contract/person.ts';

/** Signed in, but the school has not said as what; or as a student of no class. */
export const hasNoRoleOrClass = ({ role, classes }: Me): boolean =>
  role === null || (role === 'student' && classes.length === 0);
