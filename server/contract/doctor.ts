/**
 * What `homeroom doctor` found, as it lies in the data folder, as `--json` prints it, and as
 * the administrator's page shows it.
 */
import { z } from 'zod';

/** Where something was looked at. */
export const DoctorGroup = z.enum([
  'settings',
  'homeroom',
  'time',
  'certificate',
  'accounts',
  'database',
  'addresses',
  'prosody',
  'lesson',
  'jicofo',
]);
export type DoctorGroup = z.infer<typeof DoctorGroup>;

/** What it means for the school when something is not in order. Each has its sentence on the page. */
export const DoctorMeaning = z.enum([
  'does-not-run',
  'nobody-signs-in',
  'nobody-enters',
  'strangers-enter',
  'lesson-without-teacher',
  'members-moderate',
  'past-the-door',
  'names-leak',
  'old-code',
  'browsers-refuse',
  'pages-broken',
  'data-at-risk',
  'not-proven',
  'small-matter',
]);
export type DoctorMeaning = z.infer<typeof DoctorMeaning>;

export const DoctorLevel = z.enum(['pass', 'warn', 'fail']);
export type DoctorLevel = z.infer<typeof DoctorLevel>;

export const DoctorFinding = z.object({
  group: DoctorGroup,
  /** Names the check: `wrong-room-refused`. */
  check: z.string(),
  level: DoctorLevel,
  /** English, as logs are. */
  saw: z.string(),
  means: DoctorMeaning.optional(),
  /** What to do about it; English. */
  todo: z.string().optional(),
});
export type DoctorFinding = z.infer<typeof DoctorFinding>;

export const DoctorReport = z.object({
  v: z.literal(1),
  version: z.string(),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  finishedAt: z.number(),
  findings: z.array(DoctorFinding),
});
export type DoctorReport = z.infer<typeof DoctorReport>;

export function worstOf(findings: readonly Pick<DoctorFinding, 'level'>[]): DoctorLevel {
  const has = (level: DoctorLevel) => findings.some((finding) => finding.level === level);
  return has('fail') ? 'fail' : has('warn') ? 'warn' : 'pass';
}
