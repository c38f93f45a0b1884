/**
 * What Homeroom tells the meeting side, as it is kept in the outbox and as each adapter
 * gets it. Every one is safe to repeat; `order` grows with every command, so that one
 * that arrives late changes nothing that a later one about the same thing has decided.
 */
import { z } from 'zod';
import { LessonId, PassId, PersonId, Slug } from '../contract/ids.ts';

/** What may change while a lesson is open. */
export const LessonRules = z.object({
  /** Seconds that members stay after the last organizer left. */
  graceSeconds: z.number(),
  /** An organizer may make a member moderator for this lesson. */
  allowsPromotion: z.boolean(),
  usesLobby: z.boolean(),
});
export type LessonRules = z.infer<typeof LessonRules>;

export const endReasons = [
  /** An organizer ended it for all. */
  'ended-by-organizer',
  /** An administrator ended it, from Homeroom's page. */
  'ended-by-administrator',
  /** The last organizer left and did not come back within the grace time. */
  'organizers-left',
  /** Nobody who may run it came in. */
  'nobody-came',
  'longest-reached',
  'room-deleted',
  /** The meeting side lost it and cannot have it back. */
  'meeting-lost',
] as const;
export const EndReason = z.enum(endReasons);
export type EndReason = z.infer<typeof EndReason>;

const lesson = { slug: Slug, lessonId: LessonId };
const person = { ...lesson, personId: PersonId };

/** What the meeting side keeps durably about a lesson that is open. */
export const OpenLesson = z.object({
  ...lesson,
  /** The organizers may come in from now on; when nobody does, Homeroom ends it. */
  openedAt: z.number(),
  ...LessonRules.shape,
});
export type OpenLesson = z.infer<typeof OpenLesson>;

export const LessonCommand = z.discriminatedUnion('kind', [
  /** Before the first pass of a lesson is issued. */
  z.object({ kind: z.literal('open'), ...OpenLesson.shape }),
  /**
   * Where promotion is no longer allowed, whoever is promoted is a member at once, and
   * `demoted` is reported of each.
   */
  z.object({ kind: z.literal('configure'), ...lesson, ...LessonRules.shape }),
  /** Everybody out, breakout rooms included; every pass of the lesson is void. */
  z.object({ kind: z.literal('end'), ...lesson, reason: EndReason }),
  /** Out, and none of this person's passes enters this lesson until readmitted. */
  z.object({ kind: z.literal('remove'), ...person }),
  z.object({ kind: z.literal('readmit'), ...person }),
  /**
   * These passes are void at once, and whoever is in with one of them is out. A promotion
   * stays with its person.
   */
  z.object({ kind: z.literal('revoke'), ...person, passIds: z.array(PassId) }),
  /** Members who were not in before stay out; organizers and returning members come in. */
  z.object({ kind: z.literal('newcomers'), ...lesson, isClosed: z.boolean() }),
]);
export type LessonCommand = z.infer<typeof LessonCommand>;

export type Ordered<C> = C & { order: number };
