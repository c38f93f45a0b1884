import { z } from 'zod';

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

export const AdminStatus = z.object({
  version: z.string(),
  startedAt: z.number(),
  checks: z.array(Check),
  warnings: z.array(z.string()),
  counts: z.object({
    peopleSeen: z.number().int(),
    rooms: z.number().int(),
    lessonsNow: z.number().int(),
    peopleInLessons: z.number().int(),
  }),
});
export type AdminStatus = z.infer<typeof AdminStatus>;
