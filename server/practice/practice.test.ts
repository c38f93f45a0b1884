import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { MeetingEvent, OpenLessonsNow } from '../lessons/meeting-adapter.ts';
import { PassClaims } from '../pass/claims.ts';
import { ids } from '../contract/testing/ids.ts';
import { lessonCommands } from '../testing/lesson-commands.ts';
import { createPractice, type Practice } from './practice.ts';
import { member, openLesson, organizer } from '../testing/practice-passes.ts';
import type { FromPage, FromServer } from './wire.ts';

const key = new TextEncoder().encode('a secret of at least thirty-two bytes');

const sign = (claims: PassClaims) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);

async function verifyPass(pass: string) {
  try {
    const { payload } = await jwtVerify(pass, key, { algorithms: ['HS256'] });
    return { ok: true as const, claims: PassClaims.parse(payload) };
  } catch (error) {
    return { ok: false as const, reason: error instanceof Error ? error.message : 'refused' };
  }
}

const silent = { info: () => {}, warn: () => {} };
const nothingOpen: OpenLessonsNow = async () => [];

let practice: Practice;
let server: ReturnType<typeof createServer>;
let order = 0;
const commands = lessonCommands(
  async (command) => void (await practice.deliver({ ...command, order: (order += 1) })),
);
let origin: string;
const events: MeetingEvent[] = [];

beforeEach(async () => {
  events.length = 0;
  server = createServer();
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await listening;
  const { port }: Partial<AddressInfo> = Object(server.address());
  origin = `http://127.0.0.1:${port}`;
  practice = createPractice({ verifyPass, publicUrl: origin, clock: Date, log: silent });
  server.on('upgrade', (request, socket, head) => {
    if (!practice.upgrade(request, socket, head)) socket.destroy();
  });
});

afterEach(async () => {
  await practice.close();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  await closed;
});

function listen(openLessons = nothingOpen) {
  practice.listen({ onEvent: async (event) => void events.push(event), openLessons });
}

/** A page of the practice meeting, without the page. */
function connect(headers: Record<string, string> = { origin }) {
  const address = `${origin.replace('http', 'ws')}/homeroom/practice/socket`;
  const socket = new WebSocket(address, { headers });
  const heard: FromServer[] = [];
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>();
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<number>();
  socket.on('open', resolve).on('error', reject).on('close', onClosed);
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())));
  const say = async (message: FromPage | string) => {
    await opened;
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  };
  const enter = async (claims: PassClaims, room = 'maths-7a') =>
    say({ kind: 'enter', room, pass: await sign(claims) });
  const hears = (expected: Partial<FromServer>) =>
    vi.waitFor(() => expect(heard).toContainEqual(expect.objectContaining(expected)));
  return { socket, heard, say, enter, hears, opened, closed };
}

const reported = (expected: object) =>
  vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining(expected)));

describe('a lesson', () => {
  it('lets waiting members in when the organizer comes, and ends for all', async () => {
    listen();
    await commands.open(openLesson());
    const [ben, ada] = [connect(), connect()];
    await ben.enter(member('ben'));
    await ben.hears({ kind: 'waiting' });
    await ada.enter(organizer('ada'));
    await ben.hears({ kind: 'entered' });
    await ada.say({ kind: 'end' });
    await ben.hears({ kind: 'ended', reason: 'ended-by-organizer' });
    expect(await ben.closed).toBe(4000);
    await reported({ kind: 'ended', reason: 'ended-by-organizer' });
  });

  it('sees at once that a page is gone', async () => {
    listen();
    await commands.open(openLesson());
    const ada = connect();
    await ada.enter(organizer('ada'));
    await reported({ kind: 'entered' });
    ada.socket.terminate();
    await reported({ kind: 'left', personId: ids.person('ada') });
  });

  it('ends when the grace time after the last organizer is over', async () => {
    listen();
    await commands.open(openLesson({ graceSeconds: 0.05 }));
    const [ada, ben] = [connect(), connect()];
    await ada.enter(organizer('ada'));
    await ben.enter(member('ben'));
    await ben.hears({ kind: 'entered' });
    ada.socket.close();
    await ben.hears({ kind: 'ended', reason: 'organizers-left' });
    await reported({ kind: 'ended', reason: 'organizers-left' });
  });
});

describe('commands', () => {
  it('are safe to repeat, and to give for a lesson that is not open', async () => {
    listen();
    await commands.open(openLesson());
    await commands.open(openLesson());
    await commands.end('maths-7a', 'another lesson', 'longest-reached');
    const ada = connect();
    await ada.enter(organizer());
    await ada.hears({ kind: 'entered' });
    await commands.end('maths-7a', 'lesson-1', 'longest-reached');
    await commands.end('maths-7a', 'lesson-1', 'longest-reached');
    await ada.hears({ kind: 'ended', reason: 'longest-reached' });
  });

  it('void every pass of the lesson by ending it', async () => {
    listen();
    await commands.open(openLesson());
    await commands.end('maths-7a', 'lesson-1', 'nobody-came');
    const ada = connect();
    await ada.enter(organizer());
    await ada.hears({ kind: 'refused', reason: 'lesson-over' });
  });

  it('remove, readmit, revoke and close to newcomers reach who is in', async () => {
    listen();
    await commands.open(openLesson());
    const [ada, ben, cem] = [connect(), connect(), connect()];
    await ada.enter(organizer());
    await ben.enter(member('ben'));
    await cem.enter(member('cem'));
    await cem.hears({ kind: 'entered' });
    await commands.remove('maths-7a', 'lesson-1', 'ben');
    await ben.hears({ kind: 'cast-out', reason: 'removed' });
    await commands.revoke('maths-7a', 'lesson-1', 'cem', ['pass of cem']);
    await cem.hears({ kind: 'cast-out', reason: 'revoked' });
    await commands.readmit('maths-7a', 'lesson-1', 'ben');
    await commands.closeToNewcomers('maths-7a', 'lesson-1', true);
    const [benAgain, dora] = [connect(), connect()];
    await benAgain.enter(member('ben'));
    await benAgain.hears({ kind: 'entered' });
    await dora.enter(member('dora'));
    await dora.hears({ kind: 'refused', reason: 'closed' });
  });
});

describe('the door', () => {
  it.each([
    ['without an Origin', {}],
    ['from another site', { origin: 'https://evil.test' }],
  ])('refuses a connection %s', async (_whence, headers) => {
    listen();
    await expect(connect(headers).opened).rejects.toThrow('403');
  });

  it('refuses a forged pass', async () => {
    listen();
    await commands.open(openLesson());
    const eve = connect();
    const [head, body] = (await sign(organizer())).split('.');
    await eve.say({ kind: 'enter', room: 'maths-7a', pass: `${head}.${body}.AAAA` });
    await eve.hears({ kind: 'refused', reason: 'pass-refused' });
    expect(await eve.closed).toBe(4000);
  });

  it('refuses an expired pass and says why to its bearer', async () => {
    listen();
    await commands.open(openLesson());
    const ada = connect();
    await ada.enter({ ...organizer(), exp: 1 });
    await ada.hears({
      kind: 'refused',
      reason: 'pass-refused',
      detail: '"exp" claim timestamp check failed',
    });
  });

  it('refuses a pass of another room', async () => {
    listen();
    await commands.open(openLesson());
    const ada = connect();
    await ada.enter(organizer('ada', { room: 'art-9b' }));
    await ada.hears({ kind: 'refused', reason: 'wrong-room' });
  });

  it.each(['no json', '{"kind":"enter"}', '{"kind":"destroy"}', '[]', 'x'.repeat(40_000)])(
    'hangs up on what it does not understand: %.20s',
    async (nonsense) => {
      listen();
      const eve = connect();
      await eve.say(nonsense);
      expect([1006, 1008, 1009]).toContain(await eve.closed);
    },
  );

  it('hangs up on who enters twice', async () => {
    listen();
    await commands.open(openLesson());
    const ada = connect();
    await ada.enter(organizer());
    await ada.enter(organizer());
    expect(await ada.closed).toBe(1008);
    await reported({ kind: 'left', personId: ids.person('ada') });
  });

  it('lets nobody act who is not in', async () => {
    listen();
    await commands.open(openLesson());
    const [ada, eve] = [connect(), connect()];
    await ada.enter(organizer());
    await ada.hears({ kind: 'entered' });
    await eve.say({ kind: 'end' });
    await eve.enter(member('eve', { lesson: 'lesson-0' }));
    await eve.hears({ kind: 'refused', reason: 'lesson-over' });
    expect(events.map((event) => event.kind)).toEqual(['snapshot', 'entered']);
  });
});

describe('after a restart', () => {
  const kept = {
    ...openLesson(),
    isClosedToNewcomers: false,
    removed: [ids.person('eve')],
    promoted: [],
    voidPasses: [],
  };

  it('knows again what is open, and reports that nobody is in', async () => {
    listen(async () => [kept]);
    await reported({
      kind: 'snapshot',
      lessons: [
        {
          slug: ids.slug('maths-7a'),
          lessonId: ids.lesson('lesson-1'),
          occupants: [],
          promoted: [],
          removed: [ids.person('eve')],
        },
      ],
    });
    const eve = connect();
    await eve.enter(member('eve'));
    await eve.hears({ kind: 'refused', reason: 'removed' });
  });

  it('lets nobody in, and is not healthy, before it was told', async () => {
    const told = Promise.withResolvers<void>();
    listen(async () => {
      await told.promise;
      return [kept];
    });
    const ada = connect();
    await ada.enter(organizer());
    expect(practice.health()).toMatchObject({ isHealthy: false });
    expect(ada.heard).toEqual([]);
    told.resolve();
    await ada.hears({ kind: 'entered' });
    expect(practice.health()).toMatchObject({ isHealthy: true });
  });

  it('asks again when Homeroom could not answer', async () => {
    let asked = 0;
    listen(async () => {
      if (asked++ === 0) throw new Error('the database is away');
      return [kept];
    });
    await reported({ kind: 'snapshot' });
  });
});

describe('the page', () => {
  it('is framed by Homeroom only, and runs nothing but its own script', async () => {
    const answer = await practice.routes.request('/homeroom/practice/meeting/maths-7a');
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`frame-ancestors 'self'`);
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/<script>|<style>| style=/);
  });
});
