/** What the server would send, for tests of pages. */
import type { PageData } from '../../server/contract/page-data.ts';
import type { Me } from '../../server/contract/person.ts';
import type { LessonView, RoomView } from '../../server/contract/room.ts';
import type { Session } from '../../server/contract/session.ts';
import { ids } from '../../server/contract/testing/ids.ts';

export const noon = new Date(2026, 10, 25, 12, 0).getTime();

export const teacher: Me = {
  id: ids.person('p1'),
  name: 'Ada Adler',
  role: 'teacher',
  isAdmin: false,
  classes: [],
};
export const student: Me = {
  id: ids.person('p2'),
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
  id: ids.lesson('l1'),
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
  slug: ids.slug('maths-7a-x1'),
  name: 'Maths 7a',
  affiliation: 'member',
  isVisit: false,
  organizers: [{ id: ids.person('p1'), name: 'Ada Adler' }],
  classes: ['7a'],
  lesson: null,
  lastUsedAt: null,
  colour: 'green',
  picture: null,
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
