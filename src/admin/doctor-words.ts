import { useLingui } from '@lingui/react/macro';
import type { DoctorGroup, DoctorMeaning } from '../../server/contract/doctor.ts';

/** Where something was looked at. */
export function useDoctorGroups(): Record<DoctorGroup, string> {
  const { t } = useLingui();
  return {
    settings: t`Settings`,
    homeroom: 'Homeroom',
    time: t`Time`,
    certificate: t`Certificate`,
    accounts: t`Accounts`,
    database: t`Database`,
    addresses: t`Addresses`,
    prosody: 'Prosody',
    lesson: t`A lesson on trial`,
    jicofo: 'Jicofo',
  };
}

/** What it means for the school. */
export function useDoctorMeanings(): Record<DoctorMeaning, string> {
  const { t } = useLingui();
  return {
    'does-not-run': t`Homeroom is not there for anybody.`,
    'nobody-signs-in': t`People cannot sign in.`,
    'nobody-enters': t`Lessons do not start, or nobody gets in.`,
    'strangers-enter': t`Somebody without an account of the school may get into a lesson.`,
    'lesson-without-teacher': t`Students may be in a meeting without their teacher.`,
    'members-moderate': t`Students may get a teacher's rights in a lesson.`,
    'past-the-door': t`There is a way to the meetings past the front door; one lock less.`,
    'names-leak': t`Strangers can read names of rooms or people, or inner causes.`,
    'old-code': t`An older program runs than the one that is installed.`,
    'browsers-refuse': t`Browsers warn of the address, or refuse it.`,
    'pages-broken': t`Meetings or pages do not come up as they should.`,
    'data-at-risk': t`Rooms, sign-ins or rights may be lost.`,
    'not-proven': t`This could not be looked at: nothing is known of it.`,
    'small-matter': t`Everything works; this could be better.`,
  };
}
