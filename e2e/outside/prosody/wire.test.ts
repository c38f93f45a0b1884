/** Commands and reports under faults: forged, replayed, late, lost; restarts and lost stores. */
import { createHmac, randomUUID } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CommandUnacknowledged } from '../../../server/jitsi/send-command.ts';
import { ids } from '../../../server/contract/testing/ids.ts';
import { domain } from './config.ts';
import { endForAll, kick, setAffiliation } from './actions.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';
import { encode } from './server.ts';

let school: School;
beforeEach(async () => {
  school = await openSchool();
}, 30_000);
afterEach(() => school.stop());

const Booted = z.object({ boot: z.string() });

const of = (lesson: Lesson, kind: string) => (event: { kind: string; lessonId?: string }) =>
  event.kind === kind && event.lessonId === lesson.lessonId;

async function post(message: object, sign = school.keys.command): Promise<Response> {
  const body = JSON.stringify(message);
  return fetch(`http://127.0.0.1:${school.prosody.port}/homeroom-commands`, {
    method: 'POST',
    headers: { 'x-homeroom-signature': createHmac('sha256', sign).update(body).digest('hex') },
    body,
  });
}

function message(command: object, changes: object = {}): object {
  return { v: 1, id: randomUUID(), at: Date.now(), command, ...changes };
}

const removing = (lesson: Lesson, order: number): object => ({
  kind: 'remove',
  order,
  slug: lesson.slug,
  lessonId: lesson.lessonId,
  personId: 'student',
});

describe('a command', () => {
  it.each([
    ['without a signature', 'x'],
    ['signed with the event key', 'event'],
    ['signed with the pass key', 'pass'],
  ])('%s is not obeyed', async (_, which) => {
    const lesson = await school.openLesson();
    const key = which === 'event' || which === 'pass' ? school.keys[which] : which;
    const response = await post(message(removing(lesson, Date.now())), key);
    expect(response.status).toBe(401);
    await lesson.bring('owner', 'teacher');
    await lesson.bring('member', 'student');
  });

  it.each([-6 * 60_000, 6 * 60_000])('is not obeyed %i ms off', async (off) => {
    const lesson = await school.openLesson();
    const late = message(removing(lesson, Date.now()), { at: Date.now() + off });
    expect((await post(late)).status).toBe(401);
  });

  it('that is malformed is refused', async () => {
    expect((await post(message({ kind: 'dance', order: 1 }))).status).toBe(400);
    expect((await post(message({ kind: 'remove', order: 1 }))).status).toBe(400);
    expect((await post({})).status).toBe(400);
  });

  it('is answered with a signature, and is safe to repeat', async () => {
    const lesson = await school.openLesson();
    const twice = message(removing(lesson, Date.now() + 1));
    const first = await (await post(twice)).text();
    const response = await post(twice);
    const body = await response.text();
    expect(body).toBe(first);
    expect(response.headers.get('x-homeroom-signature')).toBe(
      createHmac('sha256', school.keys.command).update(body).digest('hex'),
    );
  });

  it('that arrives late changes nothing that a later one decided, and says so', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const now = Date.now();
    await post(message({ ...removing(lesson, now + 2), kind: 'readmit' }));
    const late = await post(message(removing(lesson, now + 1)));
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ ok: false, code: 'superseded', order: now + 2 });
    await lesson.bring('member', 'student');
  });

  it('of a Homeroom whose clock was set back is done all the same', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    await school.homeroom().commands.readmit(lesson.slug, lesson.lessonId, 'student');
    await school.homeroom().close();
    school.setClockAhead(-4 * 60_000);
    const { commands } = school.startHomeroom();
    await commands.remove(lesson.slug, lesson.lessonId, 'student');
    expect(await student.untilRoomGone()).toBe('homeroom:removed');
    await commands.end(lesson.slug, lesson.lessonId, 'ended-by-organizer');
    const next = await school.openLesson({ slug: lesson.slug, openedAt: lesson.openedAt - 60_000 });
    await next.bring('owner', 'teacher');
  });

  it('to open an older lesson does not take the place of the newer one', async () => {
    const old = {
      kind: 'open',
      lessonId: ids.lesson('old'),
      order: await school.outbox.nextOrder(),
      openedAt: Date.now(),
    } as const;
    const newer = await school.openLesson();
    const { slug, graceSeconds, allowsPromotion, usesLobby } = newer;
    const late = school.command({ ...old, slug, graceSeconds, allowsPromotion, usesLobby });
    await expect(late).rejects.toThrow('after a later command');
    await newer.bring('owner', 'teacher');
    await school.homeroom().commands.end(slug, newer.lessonId, 'ended-by-organizer');
    const later = school.command({ ...old, slug, graceSeconds, allowsPromotion, usesLobby });
    await expect(later).rejects.toThrow('after a later command');
  });

  it('to take passes back leaves the promotion, however often it arrives', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const helper = await lesson.connectAs('member', 'helper', { jti: 'first' });
    await helper.enter(lesson.slug);
    await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'));
    const { slug, lessonId } = lesson;
    const personId = ids.person('helper');
    const passIds = [ids.pass('first')];
    const about = { slug, lessonId, personId, order: Date.now(), passIds };
    for (let times = 0; times < 2; times += 1) {
      await school.command({ kind: 'revoke', ...about });
      expect(await helper.untilRoomGone()).toBe('homeroom:revoked');
      const again = await lesson.connectAs('member', 'helper');
      expect(await again.enter(lesson.slug)).toMatchObject({ role: 'moderator' });
    }
  });

  it('that the disk did not take is not acknowledged when it is repeated either', async () => {
    const lesson = await school.openLesson();
    const kept = `${store()}.kept`;
    await rename(store(), kept);
    await writeFile(store(), 'no folder');
    const remove = { ...removing(lesson, Date.now() + 1) };
    for (let times = 0; times < 2; times += 1) {
      expect((await post(message(remove))).status).toBe(503);
    }
    await expect(lesson.connectAs('member', 'student')).rejects.toThrow();
    await rm(store());
    await rename(kept, store());
    expect((await post(message(remove))).status).toBe(200);
    await restart();
    await lesson.bring('owner', 'teacher');
    await expect(lesson.connectAs('member', 'student')).rejects.toThrow('homeroom:removed');
  }, 20_000);

  it('to open a lesson that has ended leaves it ended', async () => {
    const lesson = await school.openLesson();
    const { commands } = school.homeroom();
    await commands.end(lesson.slug, lesson.lessonId, 'ended-by-organizer');
    await commands.open(lesson);
    await expect(lesson.connectAs('owner', 'teacher')).rejects.toThrow('homeroom:lesson-over');
  });

  it('to end a lesson may arrive before the one to open it', async () => {
    const { commands } = school.homeroom();
    const lessonId = randomUUID();
    await commands.end('early-room', lessonId, 'room-deleted');
    const lesson = await school.openLesson({
      slug: ids.slug('early-room'),
      lessonId: ids.lesson(lessonId),
    });
    await expect(lesson.connectAs('owner', 'teacher')).rejects.toThrow('homeroom:lesson-over');
  });
});

describe('while Homeroom is down', () => {
  it('the rooms keep their rules, and what happened arrives afterwards, in order', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const bully = await lesson.bring('member', 'bully');
    await school.untilEvent(of(lesson, 'entered'));
    school.interpose(() => new Response(null, { status: 500 }));
    await teacher.askFor(setAffiliation(lesson.roomJid, student.jid, 'owner'));
    await teacher.askFor(kick(lesson.roomJid, bully.nick));
    teacher.close();
    expect(await student.untilRoomGone()).toBe('homeroom:organizers-left');
    expect(school.events.some(of(lesson, 'removed'))).toBe(false);
    school.interpose(() => undefined);
    await school.untilEvent(of(lesson, 'ended'));
    const kinds = school.events.map(({ kind }) => kind);
    expect(kinds.indexOf('promoted')).toBeLessThan(kinds.indexOf('removed'));
    expect(kinds.indexOf('removed')).toBeLessThan(kinds.indexOf('ended'));
  }, 20_000);

  it('a Homeroom that starts again is told what is true now', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const helper = await lesson.bring('member', 'helper');
    await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'));
    const gone = await school.openLesson();
    const other = await gone.bring('owner', 'other');
    await other.enter(gone.slug);
    await school.untilEvent(of(lesson, 'promoted'));
    school.interpose(() => new Response(null, { status: 503 }));
    other.send(endForAll());
    await other.untilRoomGone();
    await school.homeroom().close();
    school.events.length = 0;
    school.startHomeroom();
    school.interpose(() => undefined);
    const snapshot = await school.untilEvent((e) => e.kind === 'snapshot');
    expect(snapshot).toMatchObject({
      lessons: [
        {
          slug: lesson.slug,
          lessonId: lesson.lessonId,
          promoted: ['helper'],
          removed: [],
          occupants: expect.arrayContaining([
            expect.objectContaining({ personId: 'teacher', affiliation: 'owner' }),
            expect.objectContaining({ personId: 'helper', isPromoted: true }),
          ]),
        },
      ],
    });
    expect(school.events.some(of(gone, 'ended'))).toBe(true);
  }, 20_000);

  it('an answer that nobody signed acknowledges nothing', async () => {
    const lesson = await school.openLesson();
    let forged = 0;
    school.interpose(async (request) => {
      const report = await request.clone().json();
      forged++;
      return Response.json({
        v: 1,
        boot: report.boot,
        message: report.message,
        at: Date.now(),
        acknowledged: 1_000_000,
        wantsSnapshot: false,
      });
    });
    await lesson.bring('owner', 'teacher');
    await until('forged answers', () => forged > 1);
    school.interpose(() => undefined);
    await school.untilEvent(of(lesson, 'entered'));
  }, 20_000);

  it('a slow one is told everything, in order and once', async () => {
    const lesson = await school.openLesson();
    const everythingHappened = Promise.withResolvers<undefined>();
    school.interpose(() => everythingHappened.promise);
    const teacher = await lesson.bring('owner', 'teacher');
    const people = ['anna', 'ben', 'cem', 'dora'];
    for (const person of people) await lesson.bring('member', person);
    teacher.send(endForAll());
    await teacher.untilRoomGone();
    expect(school.events.filter(of(lesson, 'entered'))).toEqual([]);
    everythingHappened.resolve(undefined);
    await school.untilEvent(of(lesson, 'ended'));
    const entered = school.events.flatMap((e) =>
      e.kind === 'entered' && e.lessonId === lesson.lessonId ? [e.occupant.personId] : [],
    );
    expect(entered).toEqual(['teacher', ...people]);
  }, 20_000);

  it('an event that is not taken comes again', async () => {
    const lesson = await school.openLesson();
    let refusals = 2;
    school.onEvent(async () => {
      if (refusals-- > 0) throw new Error('the database is busy');
    });
    await lesson.bring('owner', 'teacher');
    await school.untilEvent(of(lesson, 'entered'));
    expect(school.events.filter(of(lesson, 'entered'))).toHaveLength(1);
  });
});

describe('while Prosody is down', () => {
  it('ending is kept and repeated until acknowledged', async () => {
    const lesson = await school.openLesson();
    await school.prosody.kill();
    const { commands } = school.homeroom();
    const ending = commands.end(lesson.slug, lesson.lessonId, 'longest-reached');
    await expect(ending).rejects.toThrow(CommandUnacknowledged);
    expect(await school.outbox.pending()).toHaveLength(1);
    await school.prosody.start();
    await until('the outbox to be empty', async () => {
      const pending = await school.outbox.pending();
      return pending.length === 0;
    });
    await expect(lesson.connectAs('owner', 'teacher')).rejects.toThrow('homeroom:lesson-over');
  }, 20_000);
});

async function restart(meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
  await school.prosody.kill();
  school.clear();
  await meanwhile();
  await school.prosody.start();
  await school.startFocus();
}

const store = (): string => join(school.prosody.folder, 'data', encode(domain), 'homeroom');

describe('Prosody restarted in mid-lesson', () => {
  it('keeps lessons, removals and promotions; people come back within the grace', async () => {
    const lesson = await school.openLesson({ graceSeconds: 60 });
    const teacher = await lesson.bring('owner', 'teacher');
    const helper = await lesson.bring('member', 'helper');
    await lesson.bring('member', 'student');
    await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'));
    await school.homeroom().commands.remove(lesson.slug, lesson.lessonId, 'bully');
    school.interpose(() => new Response(null, { status: 503 }));
    await restart();
    await lesson.bring('member', 'student');
    const again = await lesson.connectAs('member', 'helper');
    expect(await again.enter(lesson.slug)).toMatchObject({ role: 'moderator' });
    await expect(lesson.connectAs('member', 'bully')).rejects.toThrow('homeroom:removed');
    const late = await lesson.connectAs('member', 'late');
    expect(await late.join(lesson.roomJid)).toMatchObject({ kind: 'refused' });
  }, 20_000);

  it('ends them after the grace when no organizer comes back', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    await lesson.bring('owner', 'teacher');
    await restart();
    await school.untilEvent(of(lesson, 'ended'));
  }, 20_000);

  it('is a new boot: Homeroom is given a snapshot before anything else', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    await school.untilEvent(of(lesson, 'entered'));
    school.events.length = 0;
    await restart();
    await school.untilEvent((e) => e.kind === 'snapshot');
    expect(school.events[0]).toMatchObject({ kind: 'snapshot', lessons: [{ occupants: [] }] });
  }, 20_000);

  it('with its store deleted refuses everybody until Homeroom has told it', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const known = school.wanted.get(lesson.slug);
    if (!known) throw new Error('no lesson');
    school.wanted.set(lesson.slug, {
      ...known,
      removed: [ids.person('bully')],
      voidPasses: [ids.pass('void')],
    });
    school.interpose(() => new Response(null, { status: 503 }));
    await restart(() => rm(store(), { recursive: true }));
    await expect(lesson.connectAs('owner', 'teacher')).rejects.toThrow('homeroom:lesson-over');
    school.interpose(() => undefined);
    await until('the lesson to be open again', () =>
      lesson.connectAs('owner', 'teacher').catch(() => undefined),
    );
    await expect(lesson.connectAs('member', 'bully')).rejects.toThrow('homeroom:removed');
    await expect(lesson.connectAs('owner', 'x', { jti: 'void' })).rejects.toThrow('revoked');
  }, 30_000);

  it('puts out and disconnects whom Homeroom removed before it was heard', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    school.interpose(() => new Response(null, { status: 503 }));
    await restart();
    const teacher = await lesson.bring('owner', 'teacher');
    const bully = await lesson.bring('member', 'bully');
    const known = school.wanted.get(lesson.slug);
    if (!known) throw new Error('no lesson');
    school.wanted.set(lesson.slug, { ...known, removed: [ids.person('bully')] });
    school.interpose(() => undefined);
    expect(await bully.untilRoomGone(0, 15_000)).toBe('homeroom:removed');
    expect(teacher.isOpen).toBe(true);
    await until('the end of the connection', () => !bully.isOpen);
  }, 30_000);

  it('with its store deleted is told what was decided meanwhile', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    school.interpose(() => new Response(null, { status: 503 }));
    await restart(() => rm(store(), { recursive: true }));
    const { commands } = school.homeroom();
    const removing = commands.remove(lesson.slug, lesson.lessonId, 'student');
    await expect(removing).rejects.toThrow(CommandUnacknowledged);
    school.interpose(() => undefined);
    await until('the removal', async () => {
      const pending = await school.outbox.pending();
      return pending.length === 0;
    });
    await lesson.bring('owner', 'teacher');
    await expect(lesson.connectAs('member', 'student')).rejects.toThrow('homeroom:removed');
  }, 30_000);

  it('numbers its starts, by no clock, and counts on when it lost count', async () => {
    const boots = new Set<number>();
    school.interpose(async (request) => {
      const { boot } = Booted.parse(await request.clone().json());
      boots.add(Number.parseInt(boot, 10));
      return undefined;
    });
    await until('a report', () => boots.size === 1);
    await restart();
    await until('another', () => boots.size === 2);
    await restart(() => rm(store(), { recursive: true }));
    await until('one above them', () => boots.size === 3);
    expect([...boots]).toEqual([1, 2, 3]);
  }, 30_000);

  it('with its store deleted ends the lesson when no organizer comes back', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    await restart(() => rm(store(), { recursive: true }));
    expect(await school.untilEvent(of(lesson, 'ended'))).toMatchObject({
      reason: 'organizers-left',
    });
  }, 30_000);

  it('ends a lesson that Homeroom no longer knows, but not one opened meanwhile', async () => {
    const old = await school.openLesson();
    const isAsked = Promise.withResolvers<void>();
    const mayAnswer = Promise.withResolvers<void>();
    school.lessonsFrom(async () => {
      isAsked.resolve();
      await mayAnswer.promise;
      return [];
    });
    await restart();
    await isAsked.promise;
    const recent = await school.openLesson();
    mayAnswer.resolve();
    await until('the old one to be closed', () =>
      old.connectAs('owner', 'teacher').then(
        () => false,
        () => true,
      ),
    );
    await recent.bring('owner', 'teacher');
  }, 30_000);

  it.each([
    ['a corrupt', 'return { lesson = '],
    ['a program as', 'return { lesson = os.getenv("HOME") }'],
    ['an empty', ''],
  ])(
    'with %s record of a room refuses that room only',
    async (_, text) => {
      const lesson = await school.openLesson();
      const other = await school.openLesson();
      school.interpose(() => new Response(null, { status: 503 }));
      await restart(async () => {
        const file = (await readdir(store())).find((name) =>
          name.startsWith(lesson.slug.replace('-', '%2d')),
        );
        await writeFile(join(store(), file ?? ''), text);
      });
      await expect(lesson.connectAs('owner', 'teacher')).rejects.toThrow('homeroom:lesson-over');
      await other.bring('owner', 'teacher');
    },
    20_000,
  );

  it('with a store that cannot be written opens nothing, and says so', async () => {
    await school.openLesson();
    await restart(async () => {
      await rm(store(), { recursive: true });
      await writeFile(store(), 'no folder');
    });
    await expect(school.openLesson()).rejects.toThrow(CommandUnacknowledged);
    await until('the report', () => {
      const health = school.homeroom().health();
      return !health.isHealthy && health.cause.includes('open list');
    });
  }, 20_000);
});
