/** What the server would send, for tests of pages. */
import type { PageData } from '../../server/contract/page-data.ts';
import type { Me } from '../../server/contract/person.ts';
import type { LessonView, RoomView } from '../../server/contract/room.ts';
import type { Session } from '../../server/contract/session.ts';

export const noon = new Date(2026, 10, 25, 12, 0).getTime();

export const teacher: Me = {
  id: 'p1',
  name: 'Ada Adler',
  role: 'teacher',
  isAdmin: false,
  classes: [],
};
export const student: Me = {
  id: 'p2',
  name: 'Finn Fischer',
  role: 'student',
  isAdmin: false,
  classes: ['7a'],
};

export const sessionOf = (person: Me): Session => ({
  person,
  idleEndsAt: noon + 2 * 3_600_000,
  endsAt: noon + 12 * 3_600_000,
  shared: false,
});

export const lesson = (more: Partial<LessonView> = {}): LessonView => ({
  id: 'l1',
  state: 'running',
  openedAt: noon - 600_000,
  runningSince: noon - 540_000,
  endsAt: noon + 3_600_000,
  endedAt: null,
  isClosedToNewcomers: false,
  isRemoved: false,
  wasIn: false,
  ...more,
});

export const room = (more: Partial<RoomView> = {}): RoomView => ({
  slug: 'maths-7a-x1',
  name: 'Maths 7a',
  affiliation: 'member',
  isVisit: false,
  organizers: [{ id: 'p1', name: 'Ada Adler' }],
  classes: ['7a'],
  lesson: null,
  ...more,
});

export const pageData = (person: Me | null, rooms?: RoomView[]): PageData => ({
  now: noon,
  school: { name: 'Hill School', contact: 'the office', logo: null },
  isDemo: false,
  meeting: { kind: 'practice', domain: 'localhost', scriptUrl: '/x' },
  session: person && sessionOf(person),
  ...(rooms ? { rooms } : {}),
});
