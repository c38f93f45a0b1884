/**
 * What Homeroom and mod_homeroom say to each other, as JSON over HTTP: commands to
 * Prosody, reports from it. Every body is signed (HMAC-SHA256 over its raw bytes, in
 * `X-Homeroom-Signature`), in both directions: commands and their answers with the
 * command key, reports and their answers with the event key. The other side of it
 * stands in `deploy/prosody/homeroom/commands.lib.lua` and `events.lib.lua`.
 *
 * Times are milliseconds since the epoch. `order` grows with every command that
 * Homeroom gives, so that one that arrives late undoes nothing newer: it is answered
 * `superseded`, with the order that stands.
 */
import { z } from 'zod';
import { LessonId, PassId, PersonId, Slug } from '../contract/ids.ts';
import { Affiliation } from '../contract/person.ts';
import { EndReason, LessonCommand, OpenLesson } from '../lessons/commands.ts';

export const signatureHeader = 'x-homeroom-signature';
/** Nothing older or newer than this is taken, in either direction. */
export const freshMs = 5 * 60_000;

const lesson = { slug: Slug, lessonId: LessonId };

const order = { order: z.number().int() };

export const Command = z.union([
  z.intersection(LessonCommand, z.object(order)),
  /** Which signing keys are trusted now; with RS256 only. */
  z.object({ kind: z.literal('keys'), ...order, kids: z.array(z.string()) }),
]);
export type Command = z.infer<typeof Command>;

/** Changes nothing, so that its order is of no account. */
export type Inspect = { kind: 'inspect'; order: number };

export const CommandAnswer = z.object({
  v: z.literal(1),
  answers: z.string(),
  boot: z.string(),
  at: z.number(),
  ok: z.boolean(),
  code: z.enum(['unhealthy', 'not-durable', 'superseded']).optional(),
  /** With `superseded`: the order of the later command that stands. */
  order: z.number().int().optional(),
  /** For the administrator. */
  cause: z.string().optional(),
});
export type CommandAnswer = z.infer<typeof CommandAnswer>;

const Occupant = z.object({
  occupantId: z.string(),
  personId: PersonId,
  passId: PassId,
  affiliation: Affiliation,
  isPromoted: z.boolean(),
  breakoutId: z.string().optional(),
});

const told = { seq: z.number().int(), at: z.number(), ...lesson };

const ToldEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entered'), ...told, occupant: Occupant }),
  z.object({ kind: z.literal('left'), ...told, occupantId: z.string(), personId: PersonId }),
  z.object({ kind: z.literal('promoted'), ...told, personId: PersonId }),
  z.object({ kind: z.literal('demoted'), ...told, personId: PersonId }),
  z.object({ kind: z.literal('removed'), ...told, personId: PersonId }),
  z.object({ kind: z.literal('ended'), ...told, reason: EndReason }),
]);
export type ToldEvent = z.infer<typeof ToldEvent>;

export const Snapshot = z.object({
  /** The last event that it already contains. */
  seq: z.number().int(),
  at: z.number(),
  lessons: z.array(
    z.object({
      ...lesson,
      /** The highest order of a command that it contains; 0 where the lesson had none. */
      order: z.number().int().optional(),
      occupants: z.array(Occupant),
      promoted: z.array(PersonId),
      removed: z.array(PersonId),
    }),
  ),
  ended: z.array(z.object({ ...lesson, reason: EndReason, at: z.number() })),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const Report = z.object({
  v: z.literal(1),
  /** New with every start of Prosody; begins with a number that grows from one to the next. */
  boot: z.string().regex(/^\d+-/),
  /** Numbers the messages of one boot. */
  message: z.number().int(),
  at: z.number(),
  health: z.object({ isHealthy: z.boolean(), cause: z.string().optional() }),
  events: z.array(ToldEvent),
  snapshot: Snapshot.optional(),
  /** Prosody has just started and asks what should be open. */
  wantsLessons: z.boolean(),
});
export type Report = z.infer<typeof Report>;

export const WantedLesson = z.object({
  ...OpenLesson.shape,
  isClosedToNewcomers: z.boolean(),
  removed: z.array(PersonId),
  promoted: z.array(PersonId),
  voidPasses: z.array(PassId),
});

export const ReportAnswer = z.object({
  v: z.literal(1),
  boot: z.string(),
  message: z.number().int(),
  at: z.number(),
  /** The last event that was taken for good. */
  acknowledged: z.number().int().optional(),
  wantsSnapshot: z.boolean(),
  lessons: z.array(WantedLesson).optional(),
  kids: z.array(z.string()).optional(),
  /** A pass that opens nothing, for Prosody to try. */
  trialPass: z.string(),
});
export type ReportAnswer = z.infer<typeof ReportAnswer>;

/**
 * The answer (409) to a report from an earlier start of Prosody than the last one heard of. A
 * Prosody that has lost its count goes on above `lastBoot`.
 */
export const OlderBoot = z.object({
  v: z.literal(1),
  boot: z.string(),
  message: z.number().int(),
  at: z.number(),
  code: z.literal('older-boot'),
  lastBoot: z.number().int(),
});
export type OlderBoot = z.infer<typeof OlderBoot>;

/** The answer (401) to a report whose time is too far off; it says what time it is here. */
export const StaleAnswer = ReportAnswer.pick({ v: true, boot: true, message: true, at: true });
export type StaleAnswer = z.infer<typeof StaleAnswer>;
