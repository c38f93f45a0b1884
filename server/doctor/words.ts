/** A report in words, for the terminal and for whoever is told. English, as logs are. */
import {
  type DoctorFinding,
  type DoctorGroup,
  type DoctorLevel,
  type DoctorMeaning,
  type DoctorReport,
  worstOf,
} from '../contract/doctor.ts';

const groups: Record<DoctorGroup, string> = {
  settings: 'Settings',
  homeroom: 'Homeroom',
  time: 'Time',
  certificate: 'Certificate',
  accounts: 'Accounts',
  database: 'Database',
  addresses: 'Addresses',
  prosody: 'Prosody',
  lesson: 'A lesson on trial',
  jicofo: 'Jicofo',
};

const meanings: Record<DoctorMeaning, string> = {
  'does-not-run': 'Homeroom is not there for anybody.',
  'nobody-signs-in': 'People cannot sign in.',
  'nobody-enters': 'Lessons do not start, or nobody gets in.',
  'strangers-enter': 'Somebody without an account of the school may get into a lesson.',
  'lesson-without-teacher': 'Students may be in a meeting without their teacher.',
  'members-moderate': 'Students may get a teacher’s rights in a lesson.',
  'past-the-door': 'There is a way to the meetings past the front door; one lock less.',
  'names-leak': 'Names of rooms or people, or inner causes, can be read by strangers.',
  'old-code': 'An older program runs than the one that is installed: what was mended is not yet.',
  'browsers-refuse': 'Browsers warn of the address, or refuse it.',
  'pages-broken': 'Meetings or pages do not come up as they should.',
  'data-at-risk': 'Rooms, sign-ins or rights may be lost.',
  'not-proven': 'It could not be looked at: nothing is known of it.',
  'small-matter': 'Everything works; this could be better.',
};

const signs: Record<DoctorLevel, string> = { pass: '✓', warn: '!', fail: '✗' };

export function wordsOf({ group, check, level, saw, means, todo }: DoctorFinding): string[] {
  return [
    `${signs[level]} ${groups[group]} (${check}): ${saw}`,
    ...(means === undefined ? [] : [`    means  ${meanings[means]}`]),
    ...(todo === undefined ? [] : [`    do     ${todo}`]),
  ];
}

export function summaryOf(findings: readonly DoctorFinding[]): string {
  const count = (level: DoctorLevel) => findings.filter((one) => one.level === level).length;
  return `${count('pass')} in order, ${count('warn')} to look at, ${count('fail')} broken.`;
}

/** One line, for the subject of a mail. */
export function subjectOf({ findings }: DoctorReport): string {
  const broken = findings.filter(({ level }) => level === 'fail');
  if (broken.length === 0) return 'Homeroom: in order again';
  return `Homeroom: ${broken
    .map(({ check }) => check)
    .slice(0, 4)
    .join(', ')} broken`;
}

/** What is not in order, and how much is. */
export function letterOf({ findings }: DoctorReport): string {
  const bad = findings.filter(({ level }) => level !== 'pass');
  return [...bad.flatMap(wordsOf), '', summaryOf(findings), ''].join('\n');
}

/** As plugins of monitors answer: 0 in order, 1 to look at, 2 broken. */
export const exitCodeOf = (findings: readonly DoctorFinding[]): 0 | 1 | 2 =>
  ({ pass: 0, warn: 1, fail: 2 } as const)[worstOf(findings)];
