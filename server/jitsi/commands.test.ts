/** Commands as they go out, and what happens to those that must not be lost. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../store/database.ts';
import { ids } from '../contract/testing/ids.ts';
import { keptCommands } from '../testing/kept-commands.ts';
import { createMemoryCounter } from '../testing/memory-counter.ts';
import { createJitsiAdapter, type JitsiAdapter } from './jitsi-adapter.ts';
import { type Command, type CommandAnswer, signatureHeader } from './protocol.ts';
import { CommandUnacknowledged } from './send-command.ts';
import { isSignedWith, sign } from './signature.ts';

const commandKey = 'c'.repeat(48);
const now = 1_800_000_000_000;

type Sent = { url: string; isSigned: boolean; id: string; at: number; command: Command };

let db: Database;
let sent: Sent[];
let answer: (sent: Sent) => Partial<CommandAnswer> | 'nobody' | 'unsigned';
let side: JitsiAdapter & ReturnType<typeof keptCommands>;
let outbox: (typeof side)['outbox'];

async function prosody(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const request = new Request(input, init);
  const body = await request.text();
  const isSigned = isSignedWith(commandKey, body, request.headers.get(signatureHeader));
  const message: Sent = { url: request.url, isSigned, ...JSON.parse(body) };
  sent.push(message);
  const given = answer(message);
  if (given === 'nobody') throw new Error('connection refused');
  const whole = { v: 1, answers: message.id, boot: '1-a', at: now, ok: true };
  const text = JSON.stringify(given === 'unsigned' ? whole : { ...whole, ...given });
  const signature = given === 'unsigned' ? 'x' : sign(commandKey, text);
  return new Response(text, { headers: { [signatureHeader]: signature } });
}

/** The adapter, with the outbox that stands before it. */
function newSide(): typeof side {
  const adapter = createJitsiAdapter({
    commandUrl: new URL('http://127.0.0.1:5280'),
    commandKey,
    eventKey: 'e'.repeat(48),
    counter: createMemoryCounter(),
    clock: () => now,
    log: { info: () => undefined, warn: () => undefined },
    fetch: prosody,
    trialPass: () => 'a.trial.pass',
  });
  const kept = keptCommands(db, adapter.deliver, 20);
  adapter.listen({
    onEvent: async () => undefined,
    openLessons: async () => [],
    onReachable: kept.delivery.wakeAll,
  });
  return { ...adapter, ...kept };
}

beforeEach(async () => {
  db = await openDatabase(':memory:');
  sent = [];
  answer = () => ({});
  side = newSide();
  ({ outbox } = side);
});
afterEach(async () => {
  await side.delivery.close();
  await db.destroy();
});

const settings = { graceSeconds: 120, allowsPromotion: true, usesLobby: false };
const lesson = { lessonId: ids.lesson('l'), slug: ids.slug('mathe'), openedAt: now, ...settings };

describe('a command', () => {
  it("is signed, goes to mod_homeroom's address, and is numbered in order", async () => {
    await side.commands.open(lesson);
    await side.commands.readmit('mathe', 'l', 'p');
    expect(sent[0]).toMatchObject({
      url: 'http://127.0.0.1:5280/homeroom-commands',
      isSigned: true,
      at: now,
      command: { kind: 'open', ...lesson },
    });
    const [first = 0, second = 0] = sent.map(({ command }) => command.order);
    expect(second).toBeGreaterThan(first);
  });

  const bad: [string, typeof answer][] = [
    ['nobody answers', () => 'nobody'],
    ['the answer has no right signature', () => 'unsigned'],
    ['the answer is to another command', () => ({ answers: 'another' })],
    ['the answer is stale', () => ({ at: now - 6 * 60_000 })],
    ['it could not be made durable', () => ({ ok: false, code: 'not-durable', cause: 'disk' })],
  ];
  it.each(bad)('is unacknowledged when %s', async (_, given) => {
    answer = given;
    await expect(side.commands.open(lesson)).rejects.toThrow(CommandUnacknowledged);
    expect(await outbox.pending()).toHaveLength(1);
  });
});

describe('a command that is superseded', () => {
  const late = (order: number) => ({ ok: false, code: 'superseded' as const, order });

  it('is done with when the later one was given here', async () => {
    answer = ({ command }) => late(command.order);
    await side.commands.readmit('mathe', 'l', 'p');
    await side.commands.remove('mathe', 'l', 'p');
    expect(sent).toHaveLength(2);
    expect(await outbox.pending()).toEqual([]);
  });

  it('is given again, above it, when nobody here gave that later one', async () => {
    const heard = now + 3_600_000;
    answer = ({ command }) => (command.order > heard ? {} : late(heard));
    await side.commands.remove('mathe', 'l', 'p');
    await side.commands.open(lesson);
    expect(sent.map(({ command }) => [command.kind, command.order > heard])).toEqual([
      ['remove', false],
      ['remove', true],
      ['open', true],
    ]);
    expect(await outbox.pending()).toEqual([]);
  });

  it('is not repeated for ever', async () => {
    answer = () => 'nobody';
    await expect(side.commands.remove('mathe', 'l', 'p')).rejects.toThrow();
    answer = ({ command }) => late(command.order + 1);
    await vi.waitFor(async () => expect(await outbox.pending()).toEqual([]));
  });
});

describe('what must not be lost', () => {
  const ways: [string, () => Promise<void>][] = [
    ['settings', () => side.commands.configure('mathe', 'l', { ...settings })],
    ['ending', () => side.commands.end('mathe', 'l', 'longest-reached')],
    ['removing', () => side.commands.remove('mathe', 'l', 'p')],
    ['revoking', () => side.commands.revoke('mathe', 'l', 'p', ['jti'])],
  ];

  it.each(ways)('%s is acknowledged and forgotten', async (_, give) => {
    await give();
    expect(await outbox.pending()).toEqual([]);
  });

  it.each(ways)('%s is kept and repeated until acknowledged', async (_, give) => {
    answer = () => 'nobody';
    await expect(give()).rejects.toThrow(CommandUnacknowledged);
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(2));
    expect(await outbox.pending()).toHaveLength(1);
    answer = () => ({});
    await vi.waitFor(async () => expect(await outbox.pending()).toEqual([]));
    // Each try is a message of its own, in the place that it had in the order.
    expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
    expect(new Set(sent.map(({ command }) => command.order)).size).toBe(1);
  });

  it('is repeated by a Homeroom that was started again', async () => {
    answer = () => 'nobody';
    await expect(side.commands.end('mathe', 'l', 'room-deleted')).rejects.toThrow();
    await side.delivery.close();
    answer = () => ({});
    side = newSide();
    side.delivery.wakeAll();
    await vi.waitFor(async () => expect(await outbox.pending()).toEqual([]));
  });

  it('waits for nothing else: a lesson whose command is refused holds up no other', async () => {
    answer = ({ command }) => (command.kind === 'remove' ? { ok: false } : 'nobody');
    await expect(side.commands.remove('mathe', 'l', 'p')).rejects.toThrow();
    await expect(side.commands.end('kunst', 'm', 'room-deleted')).rejects.toThrow();
    answer = ({ command }) => ({ ok: command.kind !== 'remove' });
    await vi.waitFor(async () => expect(await outbox.pending()).toHaveLength(1));
  });

  it('of one lesson goes out in order, however long the first one takes', async () => {
    answer = () => 'nobody';
    await expect(side.commands.open(lesson)).rejects.toThrow();
    await expect(side.commands.remove('mathe', 'l', 'p')).rejects.toThrow();
    await expect(side.commands.readmit('mathe', 'l', 'p')).rejects.toThrow();
    sent = [];
    answer = () => ({});
    await vi.waitFor(async () => expect(await outbox.pending()).toEqual([]));
    expect(sent.map(({ command }) => command.kind)).toEqual(['open', 'remove', 'readmit']);
  });

  it('is not given any more once its lesson has ended', async () => {
    answer = () => 'nobody';
    await expect(side.commands.remove('mathe', 'l', 'p')).rejects.toThrow();
    answer = () => ({});
    await side.commands.end('mathe', 'l', 'room-deleted');
    expect(await outbox.pending()).toEqual([]);
    expect(sent.at(-1)?.command.kind).toBe('end');
  });

  it('is tried only once it is written down', async () => {
    await db.schema.dropTable('lessonCommand').execute();
    await expect(side.commands.end('mathe', 'l', 'room-deleted')).rejects.toThrow();
    expect(sent).toEqual([]);
  });
});
