import { z } from 'zod';
import { DoctorFinding } from './doctor.ts';
import { Slug } from './ids.ts';
import { Affiliation, Someone } from './person.ts';
import { LessonState } from './room.ts';

/** One thing that must be in order, and what to do where it is not. */
export const Check = z.object({
  name: z.enum(['storage', 'directory', 'meeting-server', 'settings']),
  isReady: z.boolean(),
  /** A sentence for administrators; never shown to others. */
  detail: z.string(),
});
export type Check = z.infer<typeof Check>;

export const Readiness = z.object({ ready: z.boolean(), checks: z.array(Check) });
export type Readiness = z.infer<typeof Readiness>;

/** What works, and not as it should: for administrators. */
export const Warning = z.object({
  /** Each has its sentence on the page. */
  code: z.enum([
    'no-module',
    'accounts-not-read',
    'accounts-read-late',
    'provider-cors',
    'no-contact',
    'no-trusted-proxies',
    'many-gone',
  ]),
  /** Which setting, which address, how many; English, as logs are. */
  detail: z.string(),
});
export type Warning = z.infer<typeof Warning>;

/** The last `homeroom doctor`: what was not in order, and how much was. */
export const LastDoctor = z.object({
  finishedAt: z.number(),
  counts: z.object({ pass: z.number(), warn: z.number(), fail: z.number() }),
  /** Without those that passed; what is broken first. */
  findings: z.array(DoctorFinding),
});
export type LastDoctor = z.infer<typeof LastDoctor>;

export const AdminStatus = z.object({
  version: z.string(),
  startedAt: z.number(),
  checks: z.array(Check),
  warnings: z.array(Warning),
  /** `null` where it has never looked. */
  doctor: LastDoctor.nullable(),
  counts: z.object({
    peopleSeen: z.number().int(),
    rooms: z.number().int(),
    lessonsNow: z.number().int(),
    peopleInLessons: z.number().int(),
  }),
});
export type AdminStatus = z.infer<typeof AdminStatus>;

/** A lesson that is open now, whoever's. */
export const AdminLesson = z.object({
  slug: Slug,
  room: z.string(),
  organizers: z.array(z.string()),
  state: LessonState,
  openedAt: z.number(),
  people: z.number().int(),
});
export type AdminLesson = z.infer<typeof AdminLesson>;
export const AdminLessons = z.object({ lessons: z.array(AdminLesson) });
export type AdminLessons = z.infer<typeof AdminLessons>;

/** A room as an administrator sees it: who runs it and for whom, not what happens in it. */
export const AdminRoom = z.object({
  slug: Slug,
  name: z.string(),
  classes: z.array(z.string()),
  organizers: z.array(Someone),
  isArchived: z.boolean(),
});
export type AdminRoom = z.infer<typeof AdminRoom>;
export const AdminRooms = z.object({
  rooms: z.array(AdminRoom),
  /** There are more than these. */
  isCut: z.boolean(),
});
export type AdminRooms = z.infer<typeof AdminRooms>;

export const ArchiveRoom = z.strictObject({ isArchived: z.boolean() });
export type ArchiveRoom = z.infer<typeof ArchiveRoom>;

/** Somebody signed in, or was given a pass. */
export const AuditRow = z.object({
  /** Of this row alone; opens nothing. */
  id: z.string(),
  at: z.number(),
  kind: z.enum(['sign-in', 'pass']),
  person: z.string(),
  /** Of a pass; a room that is gone has no name any more. */
  room: z.string().nullable(),
  affiliation: Affiliation.nullable(),
  /** The pass was taken back. */
  isVoid: z.boolean(),
});
export type AuditRow = z.infer<typeof AuditRow>;
export const Audit = z.object({
  rows: z.array(AuditRow),
  /** There are older ones: asked for with `before`. */
  isCut: z.boolean(),
  /** After so many days a row is deleted. */
  keptDays: z.number().int(),
});
export type Audit = z.infer<typeof Audit>;
