/** Homeroom's lessons and a real Prosody: what the dashboard shows is what is true there. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { ids } from '../../../server/contract/testing/ids.ts';
import { addRoom, type LessonsOn, lessonsOn } from '../../../server/testing/lessons-on.ts';
import type { Client } from './client.ts';
import { kick, setAffiliation } from './actions.ts';
import { meetingAdapterOf } from './meeting-adapter.ts';
import { openSchool, type School, until } from './school.ts';

const limits = { opening: 300_000, grace: 2_000, maxDuration: 4 * 3_600_000 };

let school: School;
let db: Database;
let lessons: LessonsOn;
let room: Awaited<ReturnType<typeof addRoom>>;

beforeAll(async () => {
  school = await openSchool();
  db = await openDatabase(':memory:');
  lessons = lessonsOn({ db, adapter: meetingAdapterOf(school), limits });
  lessons.listen();
}, 30_000);
beforeEach(async () => {
  room = await addRoom(db, randomUUID(), ['teacher', 'student', 'helper', 'bully']);
});
afterEach(() => school.clear());
afterAll(async () => {
  await school.stop();
  await lessons.close();
  await db.destroy();
});

async function enter(affiliation: 'owner' | 'member', person: string): Promise<Client> {
  const lesson = await lessons.openIn(room.id);
  const token = await school.pass({
    room: room.slug,
    lesson: lesson?.id ?? '',
    person,
    affiliation,
  });
  const client = await school.connect(token, room.slug);
  expect(await client.enter(room.slug)).toMatchObject({ kind: 'in' });
  return client;
}

/** What an organizer's dashboard shows of the room's lesson. */
async function dashboard() {
  const see = (await lessons.seeIn([room.id])).get(room.id);
  return see?.sharedBy('organizer');
}

async function untilPresent(...people: string[]): Promise<void> {
  await until(`${people.join(', ') || 'nobody'} to be present`, async () => {
    const present = (await dashboard())?.register?.present ?? [];
    return (
      present
        .map(({ id }) => id)
        .toSorted()
        .join() === people.toSorted().join()
    );
  });
}

async function untilState(state: string): Promise<void> {
  await until(`the lesson to be ${state}`, async () => (await dashboard())?.state === state);
}

const roomJid = (): string => `${room.slug}@conference.meet.school.test`;

describe('a lesson', () => {
  it('runs while an organizer is in, and ends when nobody comes back', async () => {
    expect(await lessons.start(room, 'teacher')).toBe(true);
    expect((await dashboard())?.state).toBe('opening');
    const teacher = await enter('owner', 'teacher');
    await untilState('running');
    await enter('member', 'student');
    await untilPresent('teacher', 'student');
    teacher.close();
    await untilState('ending');
    await untilState('ended');
    await untilPresent();
  });

  it('shows who was promoted and who was removed in the meeting', async () => {
    await lessons.start(room, 'teacher');
    const teacher = await enter('owner', 'teacher');
    const helper = await enter('member', 'helper');
    const bully = await enter('member', 'bully');
    await teacher.askFor(setAffiliation(roomJid(), helper.jid, 'owner'));
    await teacher.askFor(kick(roomJid(), bully.nick));
    await until('the removal', async () => {
      const register = (await dashboard())?.register;
      const isPromoted = register?.present.some(({ id, isPromoted: is }) => id === 'helper' && is);
      return isPromoted && register?.removed.some(({ id }) => id === 'bully');
    });
    await untilPresent('teacher', 'helper');
  });

  it('is what is true after Prosody was restarted in the middle of it', async () => {
    await lessons.start(room, 'teacher');
    await enter('owner', 'teacher');
    await enter('member', 'student');
    await untilPresent('teacher', 'student');
    // On a busy machine nobody could be back within the grace time of the other tests.
    const rules = { graceSeconds: 60, allowsPromotion: true, usesLobby: false };
    await lessons.press(room.id, { kind: 'configure', rules });
    await lessons.delivery.flush((await lessons.openIn(room.id))?.id ?? ids.lesson('none'));
    await school.prosody.kill();
    school.clear();
    await school.prosody.start();
    await school.startFocus();
    await untilPresent();
    await enter('owner', 'teacher');
    await untilState('running');
    await untilPresent('teacher');
  }, 20_000);

  it('loses no press and no entry that come at the same time', async () => {
    await lessons.start(room, 'teacher');
    const extend = () => lessons.press(room.id, { kind: 'extend' });
    const opened = await lessons.openIn(room.id);
    await Promise.all([
      extend(),
      enter('owner', 'teacher'),
      lessons.press(room.id, { kind: 'remove', personId: ids.person('bully') }),
      extend(),
      enter('owner', 'helper'),
      lessons.press(room.id, { kind: 'readmit', personId: ids.person('bully') }),
      extend(),
    ]);
    await untilState('running');
    await untilPresent('teacher', 'helper');
    expect((await dashboard())?.endsAt).toBe((opened?.maxEndsAt ?? 0) + 3 * 3_600_000);
    await enter('member', 'bully');
    await untilPresent('teacher', 'helper', 'bully');
  }, 20_000);

  it('that Homeroom ends is over in the meeting, at once', async () => {
    await lessons.start(room, 'teacher');
    await enter('owner', 'teacher');
    const student = await enter('member', 'student');
    await lessons.press(room.id, { kind: 'end', reason: 'ended-by-organizer' });
    expect(await student.untilRoomGone()).toBe('homeroom:ended-by-organizer');
    expect((await dashboard())?.state).toBe('ended');
  });

  it('is not opened without a healthy Prosody', async () => {
    await school.untilHealthy();
    await school.prosody.kill();
    expect(await lessons.start(room, 'teacher')).toBe(false);
    await school.prosody.start();
    await school.startFocus();
    await until('a lesson to be opened', () => lessons.start(room, 'teacher'));
  }, 20_000);
});
