/**
 * What `homeroom doctor` asks of the Homeroom that runs, at its internal listener: who it
 * is, and lessons that are thrown away, to try the meeting server with. Signed, like all
 * that is said there, with a key of its own that lies in Homeroom's data folder: whoever
 * may read that folder could sign passes anyway.
 *
 * Times are milliseconds since the epoch.
 */
import { z } from 'zod';
import { LessonId, Slug } from '../contract/ids.ts';

export const doctorPath = '/internal/doctor';
/** Nothing older or newer than this is taken. */
export const doctorFreshMs = 60_000;

export const DoctorAsk = z.object({
  v: z.literal(1),
  id: z.string().min(16).max(64),
  at: z.number(),
  ask: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('about') }),
    z.object({ kind: z.literal('open') }),
    z.object({ kind: z.literal('end'), lessonId: LessonId }),
  ]),
});
export type DoctorAsk = z.infer<typeof DoctorAsk>;

/** The Homeroom that runs. */
export const About = z.object({
  version: z.string(),
  startedAt: z.number(),
  /** A keyed hash of its settings, to compare with those that lie there now. */
  settings: z.string(),
});
export type About = z.infer<typeof About>;

/** A lesson in a room that no Room can be, and signed passes into it. */
export const Throwaway = z.object({
  slug: Slug,
  lessonId: LessonId,
  passes: z.object({
    owner: z.string(),
    member: z.string(),
    secondMember: z.string(),
    /** Of the owner, and over since an hour. */
    expired: z.string(),
  }),
});
export type Throwaway = z.infer<typeof Throwaway>;

const answers = { v: z.literal(1), answers: z.string() };

export const DoctorAnswer = z.discriminatedUnion('kind', [
  z.object({ ...answers, kind: z.literal('about'), about: About }),
  z.object({ ...answers, kind: z.literal('opened'), lesson: Throwaway }),
  z.object({ ...answers, kind: z.literal('ended') }),
  /** `cause` is for the administrator. */
  z.object({ ...answers, kind: z.literal('refused'), cause: z.string() }),
]);
export type DoctorAnswer = z.infer<typeof DoctorAnswer>;
