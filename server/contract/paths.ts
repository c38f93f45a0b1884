/**
 * Every address that Homeroom owns. Jitsi owns all others of the host: any one
 * path segment is a meeting there, any two are a tenant and a meeting.
 */
import type { PersonId, Slug } from './ids.ts';

const api = '/homeroom/api';

export const paths = {
  home: '/',
  room: (slug: string) => `/homeroom/rooms/${slug}`,
  /** The organizer's page to change a room. */
  roomSettings: (slug: string) => `/homeroom/rooms/${slug}/settings`,
  admin: '/homeroom/admin',
  adminRooms: '/homeroom/admin/rooms',
  adminAudit: '/homeroom/admin/audit',
  signedIn: '/homeroom/signed-in',
  oidc: '/homeroom/oidc',
  practice: '/homeroom/practice',
} as const;

export const apiPaths = {
  signIn: `${api}/sign-in`,
  session: `${api}/session`,
  activity: `${api}/session/activity`,
  signOut: `${api}/sign-out`,
  /** Signs out of every device. */
  everywhere: `${api}/session/everywhere`,
  stepUp: `${api}/step-up`,
  /** For the provider: OpenID Connect Back-Channel Logout 1.0. */
  backChannelLogout: `${api}/back-channel-logout`,
  live: `${api}/live`,
  rooms: `${api}/rooms`,
  room: (slug: string) => `${api}/rooms/${slug}`,
  /** Whether the room could be deleted now: answers with nothing, or with the refusal. */
  deletion: (slug: string) => `${api}/rooms/${slug}/deletion`,
  organizers: (slug: string) => `${api}/rooms/${slug}/organizers`,
  organizer: (slug: Slug, personId: PersonId) => `${api}/rooms/${slug}/organizers/${personId}`,
  lesson: (slug: string) => `${api}/rooms/${slug}/lesson`,
  lessonAction: (slug: string, action: 'end' | 'extend' | 'remove' | 'readmit' | 'newcomers') =>
    `${api}/rooms/${slug}/lesson/${action}`,
  pass: (slug: string) => `${api}/rooms/${slug}/pass`,
  /** Colleagues' rooms by name: `?q=`. */
  colleaguesRooms: `${api}/colleagues-rooms`,
  classes: `${api}/classes`,
  teachers: `${api}/teachers`,
  adminStatus: `${api}/admin/status`,
  adminLessons: `${api}/admin/lessons`,
  /** All rooms, by name or organizer: `?q=`. */
  adminRooms: `${api}/admin/rooms`,
  adminRoom: (slug: Slug) => `${api}/admin/rooms/${slug}`,
  adminEndLesson: (slug: Slug) => `${api}/admin/rooms/${slug}/lesson/end`,
  adminOrganizers: (slug: Slug) => `${api}/admin/rooms/${slug}/organizers`,
  adminOrganizer: (slug: Slug, personId: PersonId) =>
    `${api}/admin/rooms/${slug}/organizers/${personId}`,
  adminTeachers: `${api}/admin/teachers`,
  /** Sign-ins and passes, by person or room: `?q=`, before a time `&before=`. */
  adminAudit: `${api}/admin/audit`,
  adminAuditCsv: `${api}/admin/audit.csv`,
} as const;
