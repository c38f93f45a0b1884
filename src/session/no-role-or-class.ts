import type { Me } from '../../server/contract/person.ts';

/** Whether somebody is signed in without a role, or as a student without a class. */
export const hasNoRoleOrClass = ({ role, classes }: Me): boolean =>
  role === null || (role === 'student' && classes.length === 0);
