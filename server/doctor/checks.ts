/**
 * Every check of `homeroom doctor`: where it looks, and what it means for the school when it
 * finds something. What is wrong in particular, and what to do about it, is said where it is
 * found.
 */
import type { DoctorFinding, DoctorGroup, DoctorLevel, DoctorMeaning } from '../contract/doctor.ts';

type About = { group: DoctorGroup; means: DoctorMeaning };

const of = <C extends string>(group: DoctorGroup, checks: Record<C, DoctorMeaning>) =>
  Object.entries<DoctorMeaning>(checks).map(([check, means]) => [check, { group, means }] as const);

const table = {
  settings: {
    settings: 'does-not-run',
    'settings-in-use': 'small-matter',
    warnings: 'small-matter',
  },
  homeroom: {
    running: 'does-not-run',
    health: 'nobody-enters',
    'same-version': 'old-code',
  },
  time: {
    'prosody-clock': 'nobody-enters',
    'provider-clock': 'nobody-signs-in',
  },
  certificate: { certificate: 'browsers-refuse' },
  accounts: {
    directory: 'nobody-signs-in',
    provider: 'nobody-signs-in',
    'provider-keys': 'nobody-signs-in',
    'redirect-uri': 'nobody-signs-in',
    'provider-cors': 'nobody-signs-in',
    person: 'small-matter',
  },
  database: { database: 'data-at-risk', 'disk-space': 'data-at-risk' },
  addresses: {
    reachable: 'nobody-enters',
    'front-door': 'nobody-signs-in',
    'health-hidden': 'names-leak',
    'written-otherwise': 'past-the-door',
    'conference-request': 'lesson-without-teacher',
    'room-lists': 'names-leak',
    'prosody-commands': 'past-the-door',
    'tenant-paths': 'past-the-door',
    'jitsi-files': 'pages-broken',
    'jitsi-config': 'pages-broken',
    'service-worker': 'pages-broken',
  },
  prosody: {
    prosody: 'nobody-enters',
    'module-current': 'old-code',
    'plugins-current': 'old-code',
    'modules-loaded': 'pages-broken',
    'lua-libraries': 'nobody-enters',
    ports: 'past-the-door',
    'guest-hosts': 'strangers-enter',
    'empty-token': 'strangers-enter',
    websocket: 'nobody-enters',
    bosh: 'pages-broken',
  },
  lesson: {
    'no-token-refused': 'strangers-enter',
    'forged-pass-refused': 'strangers-enter',
    'expired-pass-refused': 'strangers-enter',
    'lesson-opened': 'nobody-enters',
    'member-waits': 'lesson-without-teacher',
    'owner-moderates': 'nobody-enters',
    'member-is-member': 'members-moderate',
    'wrong-room-refused': 'strangers-enter',
    'promoted-is-limited': 'members-moderate',
    'ends-after-owner': 'lesson-without-teacher',
    'ended-lesson-refused': 'strangers-enter',
    'cleaned-up': 'small-matter',
  },
  jicofo: {
    'focus-there': 'nobody-enters',
    'promotes-nobody': 'members-moderate',
    'jicofo-settings': 'members-moderate',
  },
} as const satisfies Record<DoctorGroup, Record<string, DoctorMeaning>>;

type Table = typeof table;
export type DoctorCheck = { [G in DoctorGroup]: keyof Table[G] }[DoctorGroup];

const abouts: ReadonlyMap<string, About> = new Map([
  ...of('settings', table.settings),
  ...of('homeroom', table.homeroom),
  ...of('time', table.time),
  ...of('certificate', table.certificate),
  ...of('accounts', table.accounts),
  ...of('database', table.database),
  ...of('addresses', table.addresses),
  ...of('prosody', table.prosody),
  ...of('lesson', table.lesson),
  ...of('jicofo', table.jicofo),
]);

function finding(check: DoctorCheck, level: DoctorLevel, saw: string): DoctorFinding {
  const about = abouts.get(check);
  if (!about) throw new Error(`no such check: ${check}`);
  return { group: about.group, check, level, saw };
}

const meaningOf = (check: DoctorCheck): { means?: DoctorMeaning } => {
  const means = abouts.get(check)?.means;
  return means === undefined ? {} : { means };
};

export const passed = (check: DoctorCheck, saw: string): DoctorFinding =>
  finding(check, 'pass', saw);

export const warned = (check: DoctorCheck, saw: string, todo: string): DoctorFinding => ({
  ...finding(check, 'warn', saw),
  means: 'small-matter',
  todo,
});

export const failed = (check: DoctorCheck, saw: string, todo: string): DoctorFinding => ({
  ...finding(check, 'fail', saw),
  ...meaningOf(check),
  todo,
});

/** It could not be looked at: nothing is known, and nothing is called good. */
export const unproven = (check: DoctorCheck, why: string): DoctorFinding => ({
  ...finding(check, 'warn', why),
  means: 'not-proven',
  todo: 'Mend what is said above, and run homeroom doctor again.',
});
