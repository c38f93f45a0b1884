/** Every decision of the policy, allowed and refused alike, as a table to be read. */
import { describe, expect, it } from 'vitest';
import type { Auth, Actor } from '../http/auth.ts';
import { ids } from '../contract/testing/ids.ts';
import {
  type LessonFacts,
  mayAdminister,
  mayAdministerRoom,
  mayAsk,
  mayDeleteRoom,
  mayEndAnyLesson,
  mayEndLesson,
  mayHavePass,
  mayListRooms,
  mayOrganize,
  mayRemoveOrganizer,
  maySeeRoom,
  mayStartLesson,
  mayTeach,
  relationTo,
  type RoomFacts,
} from './policy.ts';

const now = 1_000_000;
const maxAge = 60_000;
const recent = { now, maxAge, hasStepUp: false };

const actor: Actor = {
  personId: ids.person('ada'),
  name: 'Ada',
  role: 'teacher',
  isAdmin: false,
  classes: [],
  sessionRef: ids.session('ref'),
  authTime: now - maxAge,
  isShared: false,
  lingering: null,
};
const person = (changes: Partial<Actor> = {}): Auth => ({
  kind: 'person',
  actor: { ...actor, ...changes },
});
const here = { slug: ids.slug('maths'), lastPassUsed: false };

const who = {
  nobody: { kind: 'nobody' },
  expired: { kind: 'expired' },
  organizer: person(),
  colleague: person({ personId: ids.person('bo') }),
  student: person({ personId: ids.person('finn'), role: 'student', classes: ['7a'] }),
  stranger: person({ personId: ids.person('hana'), role: 'student', classes: ['8c'] }),
  // A student's id among the organizers gives nothing: the role decides.
  'student organizer': person({ role: 'student', classes: ['7a'] }),
  'student organizer of no class': person({ role: 'student' }),
  'no role': person({ role: null, classes: ['7a'] }),
  administrator: person({ personId: ids.person('root'), role: null, isAdmin: true }),
  'lingering organizer': person({ lingering: here }),
  'lingering student': person({ role: 'student', classes: ['7a'], lingering: here }),
  'lingering, pass used': person({ lingering: { ...here, lastPassUsed: true } }),
  'lingering elsewhere': person({ lingering: { slug: ids.slug('art'), lastPassUsed: false } }),
} satisfies Record<string, Auth>;
type Who = keyof typeof who;

const maths: RoomFacts = {
  slug: ids.slug('maths'),
  organizerIds: [ids.person('ada'), ids.person('cleo')],
  classes: ['7a'],
  isClosedToVisitors: false,
  isArchived: false,
};
const rooms = {
  open: maths,
  closed: { ...maths, isClosedToVisitors: true },
  archived: { ...maths, isArchived: true },
  none: null,
  'of ada alone': { ...maths, organizerIds: [ids.person('ada')] },
} satisfies Record<string, RoomFacts | null>;
type Room = keyof typeof rooms;

/** `yes`, or the code of the refusal. */
type Answer = { allowed: true } | { allowed: false; code: string };
const word = (answer: Answer): string => (answer.allowed ? 'yes' : answer.code);

describe('without a room', () => {
  const table: [Who, ask: string, admin: string, teach: string, list: string][] = [
    ['nobody', 'not-signed-in', 'not-signed-in', 'not-signed-in', 'not-signed-in'],
    ['expired', 'session-expired', 'session-expired', 'session-expired', 'session-expired'],
    ['organizer', 'yes', 'administrators-only', 'yes', 'yes'],
    ['student', 'yes', 'administrators-only', 'teachers-only', 'yes'],
    ['no role', 'yes', 'administrators-only', 'no-role', 'no-role'],
    ['administrator', 'yes', 'yes', 'no-role', 'no-role'],
    [
      'lingering organizer',
      'session-expired',
      'session-expired',
      'session-expired',
      'session-expired',
    ],
  ];
  it.each(table)('%s: asks %s, administers %s, teaches %s, lists %s', (name, ...expected) => {
    const answers = [mayAsk, mayAdminister, mayTeach, mayListRooms].map((may) => may(who[name]));
    expect(answers.map(word)).toEqual(expected);
  });
});

describe('a room', () => {
  const table: [Who, Room, see: string, organize: string, end: string][] = [
    ['nobody', 'open', 'not-signed-in', 'not-signed-in', 'not-signed-in'],
    ['nobody', 'none', 'not-signed-in', 'not-signed-in', 'not-signed-in'],
    ['expired', 'open', 'session-expired', 'session-expired', 'session-expired'],
    ['organizer', 'open', 'organizer', 'yes', 'yes'],
    ['organizer', 'closed', 'organizer', 'yes', 'yes'],
    ['organizer', 'archived', 'organizer', 'yes', 'yes'],
    ['organizer', 'none', 'room-not-found', 'room-not-found', 'room-not-found'],
    ['colleague', 'open', 'visitor', 'organizers-only', 'organizers-only'],
    ['colleague', 'closed', ...same('room-closed-to-visitors')],
    ['colleague', 'archived', ...same('room-not-found')],
    ['student', 'open', 'member', 'teachers-only', 'teachers-only'],
    ['student', 'closed', 'member', 'teachers-only', 'teachers-only'],
    ['student', 'archived', ...same('room-not-found')],
    ['student', 'none', ...same('room-not-found')],
    ['stranger', 'open', ...same('room-not-found')],
    ['student organizer', 'open', 'member', 'teachers-only', 'teachers-only'],
    ['student organizer of no class', 'open', ...same('room-not-found')],
    ['student organizer', 'archived', ...same('room-not-found')],
    ['no role', 'open', ...same('no-role')],
    ['administrator', 'open', ...same('no-role')],
    ['lingering organizer', 'open', 'organizer', 'session-expired', 'yes'],
    ['lingering student', 'open', 'member', 'session-expired', 'teachers-only'],
    ['lingering elsewhere', 'open', ...same('session-expired')],
    ['lingering organizer', 'none', ...same('session-expired')],
  ];
  it.each(table)('%s, %s: sees %s, organizes %s, ends %s', (name, room, ...expected) => {
    const seen = maySeeRoom(who[name], rooms[room]);
    const others = [mayOrganize, mayEndLesson].map((may) => may(who[name], rooms[room]));
    expect([seen.allowed ? seen.relation : seen.code, ...others.map(word)]).toEqual(expected);
  });

  it('one class in common is enough', () => {
    const ofTwo = { ...maths, classes: ['6c', '7a'] };
    expect(maySeeRoom(who.student, ofTwo)).toMatchObject({ relation: 'member' });
    expect(maySeeRoom(who.stranger, ofTwo)).toMatchObject({ code: 'room-not-found' });
  });

  it('who has no role is nothing to any room, whatever their classes are', () => {
    expect(relationTo({ ...actor, role: null, classes: ['7a'] }, maths)).toBeNull();
  });

  function same(code: string): [string, string, string] {
    return [code, code, code];
  }
});

describe('what takes a recent sign-in', () => {
  const stale = 'recent-sign-in-required';
  const signIns: [string, Partial<Actor>, Partial<typeof recent>, string][] = [
    ['exactly old enough', {}, {}, 'yes'],
    ['a moment too old', { authTime: now - maxAge - 1 }, {}, stale],
    ['never said', { authTime: null }, {}, stale],
    ['at a shared computer', { authTime: now, isShared: true }, {}, stale],
    ['each time asked for', { authTime: now }, { maxAge: 0 }, stale],
    ['too old, with a step-up', { authTime: 0 }, { hasStepUp: true }, 'yes'],
    ['never said, with a step-up', { authTime: null }, { hasStepUp: true }, 'yes'],
    ['at a shared computer, with a step-up', { isShared: true }, { hasStepUp: true }, 'yes'],
  ];
  it.each(signIns)('%s', (_, changes, signIn, expected) => {
    const [auth, facts] = [person(changes), { ...recent, ...signIn }];
    const starting = mayStartLesson(auth, rooms.open, facts);
    const deleting = mayDeleteRoom(auth, rooms.open, facts);
    const removing = mayRemoveOrganizer(auth, rooms.open, ids.person('cleo'), facts);
    expect([starting, deleting, removing].map(word)).toEqual([expected, expected, expected]);
    if (!starting.allowed) expect(starting.maxAge).toBe(facts.maxAge / 1000);
  });

  const table: [Who, Room, start: string, remove: string, drop: string][] = [
    ['organizer', 'open', 'yes', 'yes', 'yes'],
    ['organizer', 'archived', 'room-archived', 'yes', 'yes'],
    ['organizer', 'of ada alone', 'yes', 'last-organizer', 'yes'],
    ['colleague', 'open', 'organizers-only', 'organizers-only', 'organizers-only'],
    ['colleague', 'archived', 'room-not-found', 'room-not-found', 'room-not-found'],
    ['colleague', 'of ada alone', 'organizers-only', 'organizers-only', 'organizers-only'],
    ['student', 'open', 'teachers-only', 'teachers-only', 'teachers-only'],
    ['student organizer', 'open', 'teachers-only', 'teachers-only', 'teachers-only'],
    ['lingering organizer', 'open', 'session-expired', 'session-expired', 'session-expired'],
    ['nobody', 'open', 'not-signed-in', 'not-signed-in', 'not-signed-in'],
  ];
  it.each(table)('%s, %s: starts %s, removes ada %s, deletes %s', (name, room, ...expected) => {
    const [auth, facts] = [who[name], rooms[room]];
    const answers = [
      mayStartLesson(auth, facts, recent),
      mayRemoveOrganizer(auth, facts, ids.person('ada'), recent),
      mayDeleteRoom(auth, facts, recent),
    ];
    expect(answers.map(word)).toEqual(expected);
  });

  it('who is no organizer is removed by nobody’s being the last', () => {
    const answer = mayRemoveOrganizer(
      who.organizer,
      rooms['of ada alone'],
      ids.person('bo'),
      recent,
    );
    expect(word(answer)).toBe('yes');
  });

  it.each<[Who, Room, change: string, end: string]>([
    ['administrator', 'open', 'yes', 'yes'],
    ['administrator', 'archived', 'yes', 'yes'],
    ['administrator', 'none', 'room-not-found', 'room-not-found'],
    ['organizer', 'open', 'administrators-only', 'administrators-only'],
    ['student', 'open', 'administrators-only', 'administrators-only'],
    ['student', 'none', 'administrators-only', 'administrators-only'],
    ['no role', 'open', 'administrators-only', 'administrators-only'],
    ['lingering organizer', 'open', 'session-expired', 'session-expired'],
    ['nobody', 'open', 'not-signed-in', 'not-signed-in'],
  ])('%s, %s: changes it for others %s, ends its lesson %s', (name, room, ...expected) => {
    const [auth, facts] = [who[name], rooms[room]];
    const answers = [mayAdministerRoom(auth, facts, recent), mayEndAnyLesson(auth, facts)];
    expect(answers.map(word)).toEqual(expected);
  });

  it('an administrator who signed in long ago changes nobody’s room, but ends a lesson', () => {
    const later = { ...recent, now: now + 1 };
    expect(word(mayAdministerRoom(who.administrator, rooms.open, later))).toBe(
      'recent-sign-in-required',
    );
    const met = { ...later, hasStepUp: true };
    expect(word(mayAdministerRoom(who.administrator, rooms.open, met))).toBe('yes');
    expect(word(mayEndAnyLesson(who.administrator, rooms.open))).toBe('yes');
  });

  it('a step-up does not keep the last organizer from staying', () => {
    const facts = { ...recent, hasStepUp: true };
    const answer = mayRemoveOrganizer(
      who.organizer,
      rooms['of ada alone'],
      ids.person('ada'),
      facts,
    );
    expect(word(answer)).toBe('last-organizer');
  });
});

describe('a pass', () => {
  const quiet: LessonFacts = {
    id: ids.lesson('lesson'),
    state: 'running',
    isTold: true,
    isClosedToNewcomers: false,
    wasIn: false,
    isRemoved: false,
  };
  const lessons = {
    none: null,
    opening: { ...quiet, state: 'opening' },
    'opening, not told': { ...quiet, state: 'opening', isTold: false },
    running: quiet,
    'running, not told': { ...quiet, isTold: false },
    'running, was in': { ...quiet, wasIn: true },
    'running, closed': { ...quiet, isClosedToNewcomers: true },
    'running, closed, was in': { ...quiet, isClosedToNewcomers: true, wasIn: true },
    'running, removed': { ...quiet, isRemoved: true, wasIn: true },
    ending: { ...quiet, state: 'ending' },
    'ending, was in': { ...quiet, state: 'ending', wasIn: true },
    'ending, was in, removed': { ...quiet, state: 'ending', wasIn: true, isRemoved: true },
    ended: { ...quiet, state: 'ended', wasIn: true },
  } satisfies Record<string, LessonFacts | null>;

  const idle = 'lesson-not-running';
  const removed = 'removed-from-lesson';
  const closed = 'lesson-closed-to-newcomers';
  const table: [keyof typeof lessons, organizer: string, member: string][] = [
    ['none', idle, idle],
    ['opening', 'owner', idle],
    ['opening, not told', idle, idle],
    ['running', 'owner', 'member'],
    ['running, not told', idle, idle],
    ['running, was in', 'owner', 'member'],
    ['running, closed', 'owner', closed],
    ['running, closed, was in', 'owner', 'member'],
    ['running, removed', 'owner', removed],
    ['ending', 'owner', idle],
    ['ending, was in', 'owner', 'member'],
    ['ending, was in, removed', 'owner', removed],
    ['ended', idle, idle],
  ];
  it.each(table)('into a lesson: %s; an organizer %s, others %s', (name, organizer, member) => {
    const answerTo = (auth: Who) => {
      const answer = mayHavePass(who[auth], rooms.open, lessons[name]);
      return answer.allowed ? answer.affiliation : answer.code;
    };
    expect(answerTo('organizer')).toBe(organizer);
    expect(answerTo('lingering organizer')).toBe(organizer);
    for (const other of ['colleague', 'student', 'student organizer', 'lingering student'] as const)
      expect(answerTo(other)).toBe(member);
  });

  const others: [Who, Room, string][] = [
    ['nobody', 'open', 'not-signed-in'],
    ['expired', 'open', 'session-expired'],
    ['stranger', 'open', 'room-not-found'],
    ['no role', 'open', 'no-role'],
    ['colleague', 'closed', 'room-closed-to-visitors'],
    ['colleague', 'archived', 'room-not-found'],
    ['student', 'archived', 'room-not-found'],
    ['student', 'none', 'room-not-found'],
    ['lingering, pass used', 'open', 'session-expired'],
    ['lingering elsewhere', 'open', 'session-expired'],
  ];
  it.each(others)('%s, %s room: %s', (name, room, expected) => {
    expect(word(mayHavePass(who[name], rooms[room], lessons.running))).toBe(expected);
  });
});
