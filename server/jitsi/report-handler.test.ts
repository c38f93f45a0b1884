/** Reports as Prosody sends them, and as it would not. */
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { MeetingEvent } from '../lessons/meeting-adapter.ts';
import { ids } from '../contract/testing/ids.ts';
import { createMemoryCounter } from '../testing/memory-counter.ts';
import { createJitsiAdapter, type JitsiAdapter } from './jitsi-adapter.ts';
import { OlderBoot, type Report, ReportAnswer, signatureHeader, StaleAnswer } from './protocol.ts';
import { isSignedWith, sign } from './signature.ts';

const commandKey = 'c'.repeat(48);
const eventKey = 'e'.repeat(48);
const address = 'http://127.0.0.1:8081/internal/prosody/events';

let now: number;
let adapter: JitsiAdapter;
let events: MeetingEvent[];
let fault: Error | undefined;
let prosody: typeof fetch;

beforeEach(() => {
  now = 1_800_000_000_000;
  events = [];
  fault = undefined;
  prosody = () => Promise.reject(new Error('nobody is there'));
  adapter = createJitsiAdapter({
    commandUrl: new URL('http://127.0.0.1:5280'),
    commandKey,
    eventKey,
    counter: createMemoryCounter(),
    clock: () => now,
    log: { info: () => undefined, warn: () => undefined },
    fetch: (...about) => prosody(...about),
    trialPass: () => 'a.trial.pass',
  });
  adapter.listen({
    async onEvent(event) {
      if (fault) throw fault;
      events.push(event);
    },
    openLessons: async () => [],
  });
});

function report(changes: Partial<Report> = {}): Report {
  return {
    v: 1,
    boot: '1799999990000-a',
    message: 1,
    at: now,
    health: { isHealthy: true },
    events: [],
    wantsLessons: false,
    ...changes,
  };
}

function left(seq: number): Report['events'][number] {
  const about = {
    slug: ids.slug('mathe'),
    lessonId: ids.lesson('l'),
    occupantId: `o-${seq}`,
    personId: ids.person('p'),
  };
  return { kind: 'left', seq, at: now, ...about };
}

function snapshot(seq: number): NonNullable<Report['snapshot']> {
  return { seq, at: now, lessons: [], ended: [] };
}

function post(body: string, signature = sign(eventKey, body)): Promise<Response> {
  const headers = { [signatureHeader]: signature };
  return adapter.handleReport(new Request(address, { method: 'POST', body, headers }));
}

async function send(changes: Partial<Report> = {}): Promise<ReportAnswer> {
  const response = await post(JSON.stringify(report(changes)));
  expect(response.status).toBe(200);
  return ReportAnswer.parse(await response.json());
}

async function statusOf(changes: Partial<Report>): Promise<number> {
  return (await post(JSON.stringify(report(changes)))).status;
}

const Named = z.object({ id: z.string() });

/** Prosody takes what is given meanwhile. */
async function acknowledge(give: () => Promise<void>): Promise<void> {
  prosody = async (input, init) => {
    const { id } = Named.parse(await new Request(input, init).json());
    const body = JSON.stringify({ v: 1, answers: id, boot: '1-a', at: now, ok: true });
    return new Response(body, { headers: { [signatureHeader]: sign(commandKey, body) } });
  };
  await give();
}

const occupants = (): string[] =>
  events.flatMap((event) => (event.kind === 'left' ? [event.occupantId] : []));

describe('a report', () => {
  it.each([
    ['without a signature', ''],
    ['signed with the command key', 'command'],
    ['signed for another body', sign(eventKey, 'other')],
  ])('%s is refused', async (_, given) => {
    const body = JSON.stringify(report());
    const signature = given === 'command' ? sign(commandKey, body) : given;
    expect((await post(body, signature)).status).toBe(401);
    expect(adapter.health().isHealthy).toBe(false);
  });

  it('that is not one is refused', async () => {
    expect((await post('{}')).status).toBe(400);
    expect((await post('not JSON')).status).toBe(400);
  });

  it('that is older or newer than minutes is refused', async () => {
    expect(await statusOf({ at: now - 6 * 60_000 })).toBe(401);
    expect(await statusOf({ at: now + 6 * 60_000 })).toBe(401);
  });

  it('by another method or at another address is refused', async () => {
    expect((await adapter.handleReport(new Request(address))).status).toBe(405);
    const elsewhere = new Request('http://127.0.0.1:8081/', { method: 'POST', body: 'x' });
    expect((await adapter.handleReport(elsewhere)).status).toBe(404);
  });

  it('is taken once', async () => {
    await send({ snapshot: snapshot(0) });
    expect(await statusOf({ snapshot: snapshot(0) })).toBe(409);
    expect(events).toHaveLength(1);
  });

  it('of a boot before this one is refused', async () => {
    await send({ boot: '1799999990000-a' });
    await send({ boot: '1799999995000-b' });
    const body = JSON.stringify(report({ boot: '1799999990000-a', message: 7 }));
    const response = await post(body);
    expect(response.status).toBe(409);
    const text = await response.text();
    expect(isSignedWith(eventKey, text, response.headers.get(signatureHeader))).toBe(true);
    expect(OlderBoot.parse(JSON.parse(text))).toEqual({
      v: 1,
      boot: '1799999990000-a',
      message: 7,
      at: now,
      code: 'older-boot',
      lastBoot: 1_799_999_995_000,
    });
    expect(adapter.health()).toMatchObject({ isHealthy: true });
  });

  it('is answered with a signature', async () => {
    const response = await post(JSON.stringify(report()));
    const body = await response.text();
    expect(isSignedWith(eventKey, body, response.headers.get(signatureHeader))).toBe(true);
  });
});

describe('events', () => {
  it('of an unknown boot are not taken before a snapshot', async () => {
    const answer = await send({ events: [left(1)] });
    expect(answer).toMatchObject({ wantsSnapshot: true });
    expect(answer.acknowledged).toBeUndefined();
    expect(events).toEqual([]);
  });

  it('come in order, once, after the snapshot that contains earlier ones', async () => {
    const answer = await send({ snapshot: snapshot(2), events: [left(4), left(2), left(3)] });
    expect(answer).toMatchObject({ acknowledged: 4, wantsSnapshot: false });
    expect(occupants()).toEqual(['o-3', 'o-4']);
    await send({ message: 2, events: [left(3), left(4), left(5)] });
    expect(occupants()).toEqual(['o-3', 'o-4', 'o-5']);
  });

  it('with a gap ask for a snapshot', async () => {
    await send({ snapshot: snapshot(1) });
    const answer = await send({ message: 2, events: [left(2), left(4)] });
    expect(answer).toMatchObject({ acknowledged: 2, wantsSnapshot: true });
    expect(occupants()).toEqual(['o-2']);
  });

  it('that are not taken stay unacknowledged and are taken when they come again', async () => {
    await send({ snapshot: snapshot(1) });
    fault = new Error('the database is busy');
    expect(await send({ message: 2, events: [left(2)] })).toMatchObject({ acknowledged: 1 });
    fault = undefined;
    expect(await send({ message: 3, events: [left(2)] })).toMatchObject({ acknowledged: 2 });
    expect(occupants()).toEqual(['o-2']);
  });

  it('of lessons that ended meanwhile come before the snapshot', async () => {
    const about = { slug: ids.slug('mathe'), lessonId: ids.lesson('l'), at: now };
    const ended = [{ ...about, reason: 'organizers-left' as const }];
    await send({ snapshot: { ...snapshot(9), ended } });
    expect(events.map(({ kind }) => kind)).toEqual(['ended', 'snapshot']);
  });

  it('are given one report at a time, however they arrive', async () => {
    await send({ snapshot: snapshot(0) });
    await Promise.all([
      send({ message: 2, events: [left(1)] }),
      send({ message: 3, events: [left(1), left(2)] }),
    ]);
    expect(occupants()).toEqual(['o-1', 'o-2']);
  });
});

describe('a snapshot', () => {
  const lessonIn = (order: number) => ({
    slug: ids.slug('mathe'),
    lessonId: ids.lesson('l'),
    order,
    occupants: [],
    promoted: [ids.person('p'), ids.person('helper')],
    removed: [ids.person('bully')],
  });
  const readmit = {
    kind: 'readmit',
    slug: ids.slug('mathe'),
    lessonId: ids.lesson('l'),
    personId: ids.person('p'),
  } as const;
  const withLesson = (order: number): Partial<Report> => ({
    snapshot: { ...snapshot(1), lessons: [lessonIn(order)] },
  });

  it('that was made before a command was acknowledged is asked for again', async () => {
    await acknowledge(async () => void (await adapter.deliver({ ...readmit, order: now })));
    expect(await send(withLesson(now - 1))).toMatchObject({ wantsSnapshot: true });
    expect(events).toEqual([]);
    expect(await send({ message: 2, ...withLesson(now) })).toMatchObject({ wantsSnapshot: false });
    expect(events.map(({ kind }) => kind)).toEqual(['snapshot']);
  });
});

describe('health', () => {
  it('is bad before the first report, good with a healthy one, bad two minutes later', async () => {
    expect(adapter.health()).toMatchObject({ isHealthy: false, cause: expect.any(String) });
    await send();
    expect(adapter.health()).toEqual({ isHealthy: true, at: now });
    now += 121_000;
    expect(adapter.health().isHealthy).toBe(false);
  });

  it('is what Prosody says', async () => {
    await send({ health: { isHealthy: false, cause: 'mod_x is missing' } });
    expect(adapter.health()).toEqual({ isHealthy: false, cause: 'mod_x is missing' });
  });
});

describe('clocks', () => {
  it.each([
    [-45_000, "Prosody's clock is 0 min 45 s behind Homeroom's"],
    [90_000, "Prosody's clock is 1 min 30 s ahead of Homeroom's"],
  ])('that are %i ms apart are said with the number, though the report counts', async (ms, why) => {
    expect((await send({ at: now + ms })).acknowledged).toBeUndefined();
    expect(adapter.health()).toEqual({ isHealthy: false, cause: expect.stringContaining(why) });
  });

  it('a few seconds apart are as they should be', async () => {
    await send({ at: now - 5_000 });
    expect(adapter.health().isHealthy).toBe(true);
  });

  it('too far apart for any report are said with the number, and Prosody is told the time', async () => {
    const response = await post(JSON.stringify(report({ at: now - 432_000 })));
    expect(response.status).toBe(401);
    const body = await response.text();
    expect(isSignedWith(eventKey, body, response.headers.get(signatureHeader))).toBe(true);
    expect(StaleAnswer.parse(JSON.parse(body))).toMatchObject({ message: 1, at: now });
    expect(adapter.health()).toEqual({
      isHealthy: false,
      cause: expect.stringContaining("Prosody's clock is 7 min 12 s behind"),
    });
  });

  it('an old report that is sent again says nothing about the clocks', async () => {
    await send();
    await post(JSON.stringify(report({ at: now - 432_000 })));
    expect(adapter.health().isHealthy).toBe(true);
  });
});

it('gives Prosody a pass to try with each answer', async () => {
  expect((await send()).trialPass).toBe('a.trial.pass');
});

it('gives Prosody the open lessons when it asks', async () => {
  expect((await send({ wantsLessons: true })).lessons).toEqual([]);
});

it('takes no report before somebody listens', async () => {
  const deaf = createJitsiAdapter({
    commandUrl: new URL('http://127.0.0.1:5280'),
    commandKey,
    eventKey,
    counter: createMemoryCounter(),
    clock: () => now,
    log: { info: () => undefined, warn: () => undefined },
    trialPass: () => 'a.trial.pass',
  });
  const body = JSON.stringify(report());
  const headers = { [signatureHeader]: sign(eventKey, body) };
  const response = await deaf.handleReport(new Request(address, { method: 'POST', body, headers }));
  expect(response.status).toBe(503);
});
