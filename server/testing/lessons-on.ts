/** Homeroom's lessons on a real database and any meeting side, without the rest of Homeroom. */
import { createTransact } from '../app/transact.ts';
import type { Publish } from '../contract/change.ts';
import type { LessonId, RoomId } from '../contract/ids.ts';
import type { Log } from '../http/log.ts';
import { createLessons, type StartableRoom } from '../lessons/lessons.ts';
import type { LessonLimits } from '../lessons/lifecycle.ts';
import { createOutboxBell } from '../lessons/outbox-bell.ts';
import type { MeetingAdapter } from '../lessons/meeting-adapter.ts';
import type { LessonEvent } from '../lessons/reduce.ts';
import { createTransition } from '../lessons/transition.ts';
import { createRevokePasses } from '../pass/revoke.ts';
import { initialRules } from '../rooms/rooms.ts';
import { createStores } from '../serve/stores.ts';
import type { Database } from '../store/database.ts';
import { ids } from '../contract/testing/ids.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

type Parts = {
  db: Database;
  adapter: MeetingAdapter;
  limits: LessonLimits;
  clock?: () => number;
  publish?: Publish;
  log?: Log;
};

export type LessonsOn = ReturnType<typeof lessonsOn>;

export function lessonsOn({ db, adapter, limits, ...parts }: Parts) {
  const { clock = Date.now, publish = () => undefined, log = silent } = parts;
  const stores = createStores(db);
  const transition = createTransition({ limits, clock, log });
  const outboxBell = createOutboxBell();
  const transact = createTransact({
    stores,
    clock,
    grace: limits.grace,
    transition,
    revokePasses: createRevokePasses(clock),
    authenticateIn: async () => ({ kind: 'nobody' }),
    authenticateCookie: async () => ({ auth: { kind: 'nobody' }, attending: null }),
    publish,
    deliver: outboxBell.ring,
  });
  const lessons = createLessons({
    store: stores.lessons,
    outbox: stores.outbox,
    outboxBell,
    transact,
    transition,
    adapter,
    limits,
    clock,
    log,
    waitingIn: () => [],
  });

  return {
    ...lessons,
    transact,

    /** @returns whether the meeting side took it */
    async start(room: StartableRoom, person: string): Promise<boolean> {
      const id = await transact((tx) => lessons.open(tx, room, ids.person(person)));
      return id !== null && lessons.whenTold(id);
    },

    /** What an organizer presses in the lesson that is open. */
    press: (roomId: RoomId, event: LessonEvent) =>
      transact((tx) => transition.inRoom(tx, roomId, event)),

    /** The lesson as it stands in the database. */
    openIn: (roomId: RoomId) => stores.lessons.openIn(roomId),
    byId: (lessonId: LessonId) => stores.lessons.byId(lessonId),

    async close(): Promise<void> {
      await lessons.delivery.close();
    },
  };
}

/** A room, and the people that a test names. */
export async function addRoom(db: Database, name: string, people: readonly string[]) {
  const id = ids.room(name);
  const room = { id, slug: ids.slug(`room-${name.slice(0, 8)}`), rules: initialRules };
  const door = { colour: 'green', picture: null };
  const row = { name: 'Room', createdAt: 1, isClosedToVisitors: 0, isArchived: 0, ...door };
  await db
    .insertInto('room')
    .values({ id, slug: room.slug, ...row, rules: JSON.stringify(room.rules) })
    .execute();
  for (const person of people) {
    const known = { id: ids.person(person), issuer: 'test', subject: person, name: person };
    const rest = { role: null, isAdmin: 0, classes: '[]', groupsSeen: '[]', signedInAt: null };
    await db
      .insertInto('person')
      .values({ ...known, ...rest })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return room;
}
