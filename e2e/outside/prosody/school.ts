/**
 * The outside world of a test: a real Prosody, a focus, and Homeroom's adapter for it, with
 * what that was told.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { serve, type ServerType } from '@hono/node-server';
import { createJitsiAdapter, type JitsiAdapter } from '../../../server/jitsi/jitsi-adapter.ts';
import type { Command } from '../../../server/jitsi/protocol.ts';
import { createSendCommand } from '../../../server/jitsi/send-command.ts';
import type { PassClaims } from '../../../server/pass/claims.ts';
import { signWithSecret } from '../../../server/pass/sign.ts';
import { createTrialPass } from '../../../server/pass/trial-pass.ts';
import type { OpenLesson } from '../../../server/lessons/commands.ts';
import type {
  MeetingEvent,
  OpenLessonsNow,
  WantedLesson,
} from '../../../server/lessons/meeting-adapter.ts';
import { createOutboxStore } from '../../../server/lessons/outbox-store.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { ids } from '../../../server/contract/testing/ids.ts';
import { keptCommands } from '../../../server/testing/kept-commands.ts';
import { type Client, type ClientOptions, connect } from './client.ts';
import { appId, type Changes, domain, focusAccount, hosts } from './config.ts';
import { type Focus, startFocus } from './focus.ts';
import { claimsOf, signPass, type Wanted } from './passes.ts';
import { startProsody } from './server.ts';

const issuer = { appId, xmppDomain: domain };

/** Homeroom's adapter, with the commands that it keeps. */
export type HomeroomSide = JitsiAdapter & ReturnType<typeof keptCommands>;

export type School = Awaited<ReturnType<typeof startSchool>>;

function newKey(): string {
  return randomBytes(24).toString('hex');
}

/** What the internal listener does before Homeroom sees a request, for faults. */
export type Between = (request: Request) => Promise<Response | undefined> | Response | undefined;

const straightOn: Between = () => undefined;
const takeAll = async (): Promise<void> => undefined;

export async function startSchool(changes: Changes = {}) {
  const keys = { pass: newKey(), command: newKey(), event: newKey(), ...changes.keys };
  const events: MeetingEvent[] = [];
  const wanted = new Map<string, WantedLesson>();
  const clients = new Set<Client>();
  const shown = new Set<string>();
  const db = await openDatabase(':memory:');
  const outbox = createOutboxStore(db);
  let between: Between = straightOn;
  let onEvent: (event: MeetingEvent) => Promise<void> = takeAll;
  let openLessons: OpenLessonsNow = async () => [...wanted.values()];
  let onReachable: (() => void) | undefined;
  let side: HomeroomSide | undefined;
  const kids: string[] = [];
  let clock: () => number = Date.now;
  let signTrial: (claims: PassClaims) => string = signWithSecret(keys.pass);

  const listener = await listen(async (request) => {
    const instead = await between(request);
    return instead ?? (await side?.handleReport(request)) ?? new Response(null, { status: 503 });
  });
  const eventUrl = `http://127.0.0.1:${portOf(listener)}/internal/prosody/events`;
  const prosody = await startProsody(eventUrl, keys, changes);

  /** Homeroom, started or started again: it knows what is in its database only. */
  function startHomeroom(): HomeroomSide {
    const adapter = createJitsiAdapter({
      commandUrl: new URL(`http://127.0.0.1:${prosody.port}`),
      commandKey: keys.command,
      eventKey: keys.event,
      counter: outbox,
      clock: () => clock(),
      log: { info: () => undefined, warn: () => undefined },
      trialPass: createTrialPass(
        (claims) => signTrial(claims),
        issuer,
        () => clock(),
      ),
      ...(changes.keyServer ? { keys: { kids: () => kids, publicPem: () => undefined } } : {}),
    });
    const kept = keptCommands(db, adapter.deliver, 200);
    adapter.listen({
      async onEvent(event) {
        await onEvent(event);
        events.push(event);
      },
      openLessons: () => openLessons(),
      onReachable() {
        kept.delivery.wakeAll();
        onReachable?.();
      },
    });
    side = {
      ...adapter,
      ...kept,
      async close() {
        await kept.delivery.close();
        await adapter.close();
      },
    };
    return side;
  }

  const first = startHomeroom();
  const options = (query: string): ClientOptions => ({
    url: `${prosody.webSocket}${query}`,
    domain,
    mucHost: hosts.main,
    focusHost: hosts.focus,
  });
  let focus: Focus | undefined;

  const homeroom = (): HomeroomSide => side ?? first;
  const pass = (claims: Wanted): Promise<string> => signPass(claimsOf(claims), keys.pass);

  async function signIn(
    token: string | undefined,
    room = '',
    more: Partial<ClientOptions> = {},
  ): Promise<Client> {
    if (token) shown.add(token);
    const query = new URLSearchParams({ room, ...(token ? { token } : {}) });
    const client = await connect({ ...options(`?${query.toString()}`), ...more });
    clients.add(client);
    return client;
  }

  function clear(): void {
    for (const client of clients) client.close();
    clients.clear();
  }

  return {
    prosody,
    keys,
    kids,
    events,
    wanted,
    outbox,
    homeroom,
    focus(): Focus {
      if (!focus) throw new Error('the focus is not there');
      return focus;
    },
    startHomeroom,
    /** How Homeroom signs the pass that Prosody tries, where it is not by the shared secret. */
    signTrialsWith(sign: typeof signTrial) {
      signTrial = sign;
    },
    /** Sets Homeroom's clock, that much later than Prosody's. */
    setClockAhead(ms: number) {
      clock = () => Date.now() + ms;
    },
    /** Sends a command as it is, signed. */
    async command(given: Command): Promise<void> {
      const url = new URL(`http://127.0.0.1:${prosody.port}/homeroom-commands`);
      const { command: key } = keys;
      const send = createSendCommand({ url, key, clock: Date.now, fetch, timeoutMs: 5_000 });
      const delivered = await send(given);
      if (delivered.kind === 'superseded') {
        throw new Error(`"${given.kind}" came after a later command of order ${delivered.order}`);
      }
    },
    interpose(hook: Between) {
      between = hook;
    },
    onEvent(hook: typeof onEvent) {
      onEvent = hook;
    },
    /** Homeroom's own lessons, in place of what the tests open by hand. */
    lessonsFrom(source: OpenLessonsNow, wake?: () => void) {
      openLessons = source;
      onReachable = wake;
    },
    async startFocus() {
      focus = await startFocus(options(''), focusAccount);
    },
    async untilHealthy() {
      await until('a healthy report', () => homeroom().health().isHealthy);
    },
    pass,
    connect: signIn,
    /** An account of the other host: jicofo's, a recorder's. */
    async connectAccount(account: { jid: string; password: string }): Promise<Client> {
      const client = await connect(options(''), account);
      clients.add(client);
      return client;
    },
    options,
    untilEvent: (isMeant: (event: MeetingEvent) => boolean): Promise<MeetingEvent> =>
      until('an event', () => events.find(isMeant)),
    async openLesson(more: Partial<OpenLesson> = {}): Promise<Lesson> {
      const lesson: OpenLesson = {
        lessonId: ids.lesson(randomUUID()),
        slug: ids.slug(`room-${randomBytes(4).toString('hex')}`),
        openedAt: Date.now(),
        graceSeconds: 120,
        allowsPromotion: true,
        usesLobby: false,
        ...more,
      };
      await homeroom().commands.open(lesson);
      wanted.set(lesson.slug, {
        ...lesson,
        isClosedToNewcomers: false,
        removed: [],
        promoted: [],
        voidPasses: [],
      });
      return lessonOf(lesson, pass, signIn);
    },
    /** Hangs everybody up, as after a test. */
    clear,
    /** @throws when a pass that was shown in the meantime stands in Prosody's log */
    async stop() {
      clear();
      focus?.close();
      await homeroom().close();
      await prosody.stop();
      await new Promise((resolve) => listener.close(resolve));
      await db.destroy();
      for (const token of shown) refuseInLog(token, prosody.log());
    },
  };
}

/** With everything running: the usual beginning of a test. */
export async function openSchool(changes: Changes = {}): Promise<School> {
  const school = await startSchool(changes);
  await school.startFocus();
  await school.untilHealthy();
  return school;
}

export type Lesson = ReturnType<typeof lessonOf>;

function lessonOf(
  lesson: OpenLesson,
  pass: (claims: Wanted) => Promise<string>,
  signIn: (token: string, room: string, more: Partial<ClientOptions>) => Promise<Client>,
) {
  const roomJid = `${lesson.slug}@${hosts.main}`;
  const connectAs = async (
    affiliation: 'owner' | 'member',
    person: string,
    more: Partial<ClientOptions & Pick<Wanted, 'jti' | 'members'>> = {},
  ): Promise<Client> => {
    const { jti, members, ...options } = more;
    const wanted: Wanted = { room: lesson.slug, lesson: lesson.lessonId, person, affiliation };
    if (jti) wanted.jti = jti;
    if (members) wanted.members = members;
    const token = await pass(wanted);
    return signIn(token, lesson.slug, options);
  };
  return {
    ...lesson,
    roomJid,
    lobbyJid: `${lesson.slug}@${hosts.lobby}`,
    connectAs,
    /** Signed in, and in the meeting. */
    async bring(
      affiliation: 'owner' | 'member',
      person: string,
      members?: Wanted['members'],
    ): Promise<Client> {
      const client = await connectAs(affiliation, person, members ? { members } : {});
      const entry = await client.enter(lesson.slug);
      if (entry.kind !== 'in') throw new Error(`${person} is not in: ${entry.why}`);
      return client;
    },
  };
}

/** Waits for what should become true. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 8_000,
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > giveUpAt) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await pause(20);
  }
}

function listen(fetch: (request: Request) => Promise<Response>): Promise<ServerType> {
  return new Promise((resolve) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(server));
  });
}

function portOf(server: ServerType): number {
  const address: AddressInfo | string | null = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Without its signature a token opens nothing. */
function refuseInLog(token: string, log: string): void {
  const [, , signature = token] = token.split('.');
  if (signature.length > 16 && log.includes(signature)) {
    const line = log.split('\n').find((text) => text.includes(signature));
    throw new Error(`a whole pass stands in the log: ${line?.slice(0, 120)}`);
  }
}
