import { z } from 'zod';
import { LessonId, PersonId, Slug } from './ids.ts';
import { Affiliation } from './person.ts';

/** Answer of the token endpoint: one Person, one Room, one Lesson, one Affiliation. */
export const Pass = z.object({
  /** The signed Jitsi token, for the meeting frame only. Never stored. */
  pass: z.string(),
  slug: Slug,
  lessonId: LessonId,
  /** So that the page notices when another person has signed in at the same computer. */
  personId: PersonId,
  affiliation: Affiliation,
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
});
export type Pass = z.infer<typeof Pass>;
