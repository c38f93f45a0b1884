import { z } from 'zod';
import { PersonId } from './ids.ts';

/** What the school says a Person is. `null`: signed in, but neither a teacher nor a student. */
export const Role = z.enum(['teacher', 'student']);
export type Role = z.infer<typeof Role>;

/** What a Person is in one Room, in Jitsi's own words. */
export const Affiliation = z.enum(['owner', 'member']);
export type Affiliation = z.infer<typeof Affiliation>;

/** The Person who is signed in here, as that Person sees it. */
export const Me = z.object({
  id: PersonId,
  name: z.string(),
  role: Role.nullable(),
  isAdmin: z.boolean(),
  classes: z.array(z.string()),
  /** Only for a Person without a Role, or a student without a Class: what the school sent. */
  groupsSeen: z.array(z.string()).optional(),
});
export type Me = z.infer<typeof Me>;

/** Somebody else, as far as others may know: a name and a random id. */
export const Someone = z.object({ id: PersonId, name: z.string() });
export type Someone = z.infer<typeof Someone>;
