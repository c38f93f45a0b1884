/** The event stream: how it begins, what keeps it open, and what it says before it closes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slug } from '../contract/ids.ts';
import { apiPaths } from '../contract/paths.ts';
import type { LiveEvent } from '../contract/live.ts';
import { RoomView } from '../contract/room.ts';
import { eventOf, readEvents } from '../testing/live-events.ts';
import { openSchool, people, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';

const hour = 60 * 60_000;

let school: School;
let ada: Visitor;
let finn: Visitor;
let slug: Slug;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  finn = await school.signIn('finn');
  ({ slug } = await school.createRoom(ada, 'Maths', ['7a', '7b', '7a 7b']));
});
afterEach(async () => {
  vi.useRealTimers();
  await school.close();
});

const hello = { kind: 'hello', now: expect.any(Number) };

describe('a stream', () => {
  it('says hello first, and beats so that no proxy takes it for idle', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const reader = (await finn.stream(apiPaths.live)).body?.getReader();
    const read = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await read()).toContain('"kind":"hello"');
    vi.advanceTimersByTime(15_000);
    expect(await read()).toContain('event: beat');
    await reader?.cancel();
  });

  it('is one of thirty at the most that a session has', async () => {
    const open = [];
    for (let count = 0; count < 30; count += 1) {
      const response = await finn.stream(apiPaths.live);
      const reader = response.body?.getReader();
      await reader?.read();
      open.push(reader);
    }
    expect((await finn.ask('GET', apiPaths.live)).status).toBe(429);
    for (const reader of open) await reader?.cancel();
    const again = await finn.stream(apiPaths.live);
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });

  it('is not kept for a proxy to hold back, or for a cache', async () => {
    const response = await finn.stream(apiPaths.live);
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('cache-control')).toBe('no-store');
    await readEvents(response).next();
  });

  it('that is left while it opens leaves nobody waiting', async () => {
    const response = await finn.stream(`${apiPaths.live}?room=${slug}`);
    await response.body?.cancel();
    await school.startLesson(ada, slug);
    const { body } = await ada.ask('GET', apiPaths.room(slug));
    expect(RoomView.parse(body).lesson?.register?.waiting).toEqual([]);
  });

  it('of somebody who was removed is no knock at the door, until they are let in again', async () => {
    const lessonId = await school.startLesson(ada, slug);
    const { personId } = await school.enter(finn, slug);
    await ada.ask('POST', apiPaths.lessonAction(slug, 'remove'), { personId });
    const { occupantId } = await school.db
      .selectFrom('lessonOccupant')
      .select('occupantId')
      .where('personId', '=', personId)
      .executeTakeFirstOrThrow();
    const at = school.now();
    await school.meeting.report({ kind: 'left', slug, lessonId, at, occupantId, personId });
    const response = await finn.stream(`${apiPaths.live}?room=${slug}`);
    const events = readEvents(response);
    await events.next();
    const register = async () => {
      const { body } = await ada.ask('GET', apiPaths.room(slug));
      return RoomView.parse(body).lesson?.register;
    };
    const removed = [{ id: personId, name: 'Finn Fischer' }];
    expect(await register()).toMatchObject({ waiting: [], removed });
    await ada.ask('POST', apiPaths.lessonAction(slug, 'readmit'), { personId });
    expect(await register()).toMatchObject({ waiting: removed, removed: [] });
    await events.return(undefined);
  });

  it('says that a room is gone, by its address alone', async () => {
    const events = readEvents(await finn.stream(apiPaths.live));
    expect((await events.next()).value).toEqual(hello);
    await ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7b'], remove: ['7a'] } });
    expect((await events.next()).value).toEqual({ kind: 'room-gone', slug });
  });

  it('of somebody who moves to another class tells of its rooms, and that the others are gone', async () => {
    const events = readEvents(await finn.stream(apiPaths.live));
    const art = await school.createRoom(ada, 'Art', ['7b']);
    const music = await school.createRoom(ada, 'Music', ['7a']);
    // Everything that was made is told by then.
    await eventOf(events, (event) => event.kind === 'room' && event.room.slug === music.slug);
    // Signed in once more, on another device: the directory says 7b now.
    await school.signIn({ ...people.finn, groups: ['students', 'class-7b'] });
    const session = await events.next();
    expect(session.value).toMatchObject({ session: { person: { classes: ['7b'] } } });
    const told = [await events.next(), await events.next(), await events.next()];
    expect(told.map(({ value }) => value)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'room', room: expect.objectContaining({ slug }) }),
        expect.objectContaining({
          kind: 'room',
          room: expect.objectContaining({ slug: art.slug, classes: ['7b'] }),
        }),
        { kind: 'room-gone', slug: music.slug },
      ]),
    );
  });

  it('tells classes with look-alike names apart', async () => {
    const both = { subject: 'ida', name: 'Ida', groups: ['students', 'class-7a', 'class-7b'] };
    const one = { subject: 'jon', name: 'Jon', groups: ['students', 'class-7a 7b'] };
    const heard = await Promise.all(
      [both, one].map(async (person) => {
        const visitor = await school.signIn(person);
        const events = readEvents(await visitor.stream(apiPaths.live));
        await events.next();
        return events;
      }),
    );
    await ada.ask('PATCH', apiPaths.room(slug), { name: 'Art' });
    const told = await Promise.all(heard.map(async (events) => (await events.next()).value));
    expect(told).toMatchObject([
      { room: { classes: ['7a', '7b'] } },
      { room: { classes: ['7a 7b'] } },
    ]);
  });
});

describe('who has come before the lesson', () => {
  const come = async (visitor: Visitor) => {
    const response = await visitor.stream(`${apiPaths.live}?room=${slug}`);
    const events = readEvents(response);
    expect((await events.next()).value).toEqual(hello);
    return { events, leave: () => events.return(undefined) };
  };
  const countOf = async () => {
    const { body } = await ada.ask('GET', apiPaths.room(slug));
    return RoomView.parse(body).waitingCount;
  };
  /** Reads on until the organizer's page is told of so many. */
  const untilTold = (events: AsyncGenerator<LiveEvent>, count: number) =>
    eventOf(events, (event) => event.kind === 'room' && event.room.waitingCount === count);

  it('is counted for its organizer, each person once, while it changes', async () => {
    const dashboard = readEvents(await ada.stream(apiPaths.live));
    expect(await countOf()).toBe(0);
    await come(finn);
    await untilTold(dashboard, 1);
    await come(finn);
    const gul = await come(await school.signIn('gul'));
    await untilTold(dashboard, 2);
    expect(await countOf()).toBe(2);
    await gul.leave();
    await untilTold(dashboard, 1);
  });

  it('is in the register, and not counted beside it, once there is a lesson', async () => {
    await come(finn);
    await school.startLesson(ada, slug);
    const { body } = await ada.ask('GET', apiPaths.room(slug));
    const { waitingCount, lesson } = RoomView.parse(body);
    expect(waitingCount).toBeUndefined();
    expect(lesson?.register?.waiting).toHaveLength(1);
  });

  it('is not for the organizer to count in the room', async () => {
    await come(ada);
    expect(await countOf()).toBe(0);
  });

  it.each(['hana', 'cleo'] as const)(
    'is not for %s to know, nor to find out by how often something is told',
    async (who) => {
      const dashboard = readEvents(await ada.stream(apiPaths.live));
      const visitor = await school.signIn(who);
      const { events } = await come(visitor);
      await untilTold(dashboard, 1);
      await come(finn);
      await untilTold(dashboard, 2);
      await come(await school.signIn('gul'));
      await untilTold(dashboard, 3);
      expect((await visitor.ask('GET', apiPaths.room(slug))).text).not.toContain('waitingCount');
      await ada.ask('PATCH', apiPaths.room(slug), { name: 'Art' });
      const told = [await events.next(), await events.next()].map(({ value }) => value);
      expect(told).toMatchObject([{ room: { name: 'Maths' } }, { room: { name: 'Art' } }]);
      expect(JSON.stringify(told)).not.toContain('waitingCount');
    },
  );
});

describe('when the session expires', () => {
  it('a stream of the list says so and closes', async () => {
    const events = readEvents(await finn.stream(apiPaths.live));
    await events.next();
    school.pass(2 * hour + 1);
    await school.app.sweep();
    expect((await events.next()).value).toEqual({ kind: 'session-ended', why: 'expired' });
    expect((await events.next()).done).toBe(true);
  });

  it('a stream is no activity', async () => {
    const events = readEvents(await finn.stream(apiPaths.live));
    await events.next();
    school.pass(2 * hour + 1);
    expect((await finn.ask('GET', apiPaths.session)).status).toBe(401);
  });

  it('a stream of a room goes on, and tells of the lesson', async () => {
    const events = readEvents(await finn.stream(`${apiPaths.live}?room=${slug}`));
    await events.next();
    school.pass(2 * hour + 1);
    await school.app.sweep();
    ada = await school.signIn('ada');
    await school.startLesson(ada, slug);
    await eventOf(events, (event) => event.kind === 'room' && event.room.lesson !== null);
  });

  it('opens no stream of another room', async () => {
    const other = await school.createRoom(ada, 'Art', ['7a']);
    const events = readEvents(await finn.stream(`${apiPaths.live}?room=${slug}`));
    await events.next();
    school.pass(2 * hour + 1);
    const { status } = await finn.ask('GET', `${apiPaths.live}?room=${other.slug}`);
    expect(status).toBe(401);
  });
});
