/**
 * Somebody's XMPP client over WebSocket, doing by hand what Jitsi's does by itself:
 * it asks the focus for the conference, again and again while it is told to wait,
 * and enters then.
 */
import { $iq, $pres, type Builder, Strophe } from 'strophe.js';
import { find, isElement, refusalOf, type Stanza, toStanza } from './stanza.ts';

export const ns = {
  muc: 'http://jabber.org/protocol/muc',
  mucAdmin: 'http://jabber.org/protocol/muc#admin',
  mucOwner: 'http://jabber.org/protocol/muc#owner',
  focus: 'http://jitsi.org/protocol/focus',
  nick: 'http://jabber.org/protocol/nick',
  form: 'jabber:x:data',
} as const;

export type Entry =
  | { kind: 'in'; role: string; affiliation: string; nick: string }
  | { kind: 'refused'; by: 'focus' | 'room'; why: string };

export type ClientOptions = {
  url: string;
  domain: string;
  /** Hosts of the other parts. */
  mucHost: string;
  focusHost: string;
  timeoutMs?: number;
  /** XEP-0198: keep the session to resume it. */
  resumable?: boolean;
};

Strophe.setLogLevel(Strophe.LogLevel.FATAL);

const defaultTimeoutMs = 5_000;
/** Jitsi's client asks every five seconds; nobody needs to wait that long here. */
const askAgainMs = 150;

/** Thrown when the server let nobody in: the text of the SASL failure, or the stream's. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

export type Client = ReturnType<typeof createClient>;

let counter = 0;

type Connection = InstanceType<typeof Strophe.Connection>;
/** What a client remembers of a session that can be resumed. */
type Memory = InstanceType<typeof Strophe.MemoryStorageBackend>;

function createClient(options: ClientOptions, first: Connection, storage: Memory) {
  let connection = first;
  const received: Stanza[] = [];
  const listeners = new Set<(stanza: Stanza) => void>();
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  let nick = '';
  let isOpen = true;

  const take = (element: unknown): void => {
    if (!isElement(element)) return;
    const stanza = toStanza(element);
    received.push(stanza);
    for (const listener of listeners) listener(stanza);
  };
  connection.xmlInput = take;

  /** The first stanza, received already or to come, that is meant. */
  function until(
    what: string,
    isMeant: (stanza: Stanza) => boolean,
    since = 0,
    waitTimeoutMs = timeoutMs,
  ): Promise<Stanza> {
    const already = received.slice(since).find(isMeant);
    if (already) return Promise.resolve(already);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        listeners.delete(look);
        reject(new Error(`${connection.jid} waited ${waitTimeoutMs} ms in vain for ${what}`));
      }, waitTimeoutMs);
      function look(stanza: Stanza): void {
        if (!isMeant(stanza)) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(stanza);
      }
      listeners.add(look);
    });
  }

  function send(builder: Builder): void {
    connection.send(builder);
  }

  /** Sends an IQ and gives its answer, also when that is an error. */
  function ask(builder: Builder): Promise<Stanza> {
    const id = `ask-${++counter}`;
    const since = received.length;
    builder.tree().setAttribute('id', id);
    connection.send(builder);
    return until(
      `the answer to ${id}`,
      ({ name, attrs }) => name === 'iq' && attrs['id'] === id,
      since,
    );
  }

  /** `result`, or the refusal. */
  async function askFor(builder: Builder): Promise<string> {
    const answer = await ask(builder);
    return answer.attrs['type'] === 'result' ? 'result' : refusalOf(answer);
  }

  function conferenceRequest(roomJid: string, to = options.focusHost): Builder {
    return $iq({ to, type: 'set' }).c('conference', { xmlns: ns.focus, room: roomJid });
  }

  async function join(roomJid: string, as = nickOf(connection.jid)): Promise<Entry> {
    const since = received.length;
    const to = `${roomJid}/${as}`;
    // A MUC gives the presence back with its id, and so does whoever refuses it.
    const id = `join-${++counter}`;
    connection.send($pres({ to, id }).c('x', { xmlns: ns.muc }));
    const answer = await until(
      `entering ${to}`,
      ({ name, attrs }) => name === 'presence' && attrs['id'] === id && attrs['to'] !== undefined,
      since,
    );
    if (answer.attrs['type'] === 'error') {
      return { kind: 'refused', by: 'room', why: refusalOf(answer) };
    }
    nick = to;
    return { kind: 'in', nick: to, ...rightIn(answer) };
  }

  /** Asks and joins as Jitsi's client does; waits while it is told to. */
  async function enter(room: string, host = options.mucHost): Promise<Entry> {
    const roomJid = `${room}@${host}`;
    const giveUpAt = Date.now() + timeoutMs;
    for (;;) {
      const why = await askFor(conferenceRequest(roomJid));
      if (why === 'result') return join(roomJid);
      const isToWait = why.startsWith('auth/not-authorized');
      if (!isToWait || Date.now() > giveUpAt) return { kind: 'refused', by: 'focus', why };
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    }
  }

  /** What the room said last about somebody's right there. */
  function rightOf(nickJid: string): { role: string; affiliation: string } | undefined {
    const last = received.findLast(
      ({ name, attrs, children }) =>
        name === 'presence' && attrs['from'] === nickJid && children.some((c) => c.name === 'x'),
    );
    return last && rightIn(last);
  }

  return {
    get jid() {
      return connection.jid;
    },
    /** The own address in the room entered last. */
    get nick() {
      return nick;
    },
    get isOpen() {
      return isOpen;
    },
    received,
    get connection() {
      return connection;
    },
    until,
    send,
    ask,
    askFor,
    conferenceRequest,
    join,
    enter,
    rightOf,
    leave(roomJid: string): void {
      connection.send($pres({ to: `${roomJid}/${nickOf(connection.jid)}`, type: 'unavailable' }));
    },
    /** Resolves with the reason when this client is told that the room is gone. */
    async untilRoomGone(since = 0, waitTimeoutMs = timeoutMs): Promise<string> {
      const gone = await until('the end', isGone, since, waitTimeoutMs);
      return find(gone, 'x', 'destroy', 'reason')?.text ?? '';
    },
    /** Hangs up properly. */
    close(): void {
      isOpen = false;
      connection.disconnect('bye');
    },
    noteClosed(): void {
      isOpen = false;
    },
    /** The network goes; nobody says goodbye. */
    cut(): void {
      const { socket } = connection._proto;
      if (socket && 'terminate' in socket && typeof socket.terminate === 'function') {
        socket.terminate();
      }
    },
    /** XEP-0198's id of this session, by which it can be resumed. */
    get resumptionId(): string {
      return storage.load(`strophe-sm:${options.domain}`)?.id ?? '';
    },
    /** Connects again with this pass, and takes the old session's place where the server lets it. */
    async resume(token: string): Promise<'resumed' | 'new'> {
      const url = new URL(options.url);
      url.searchParams.set('token', token);
      url.searchParams.set('previd', storage.load(`strophe-sm:${options.domain}`)?.id ?? '');
      const next = newConnection({ ...options, url: url.href }, storage);
      next.xmlInput = take;
      await signIn(next, { jid: options.domain, password: '' }, received, () => {
        isOpen = false;
      });
      connection = next;
      isOpen = true;
      return next.hasResumed() ? 'resumed' : 'new';
    },
  };
}

function isGone(stanza: Stanza): boolean {
  return find(stanza, 'x', 'destroy') !== undefined;
}

/** The nickname by which a connection enters a room. */
export function nickOf(jid: string): string {
  return (Strophe.getNodeFromJid(jid) ?? '').replaceAll('-', '').slice(0, 8);
}

function rightIn(presence: Stanza): { role: string; affiliation: string } {
  const item = presence.children
    .filter(({ name }) => name === 'x')
    .map((x) => find(x, 'item'))
    .find((found) => found !== undefined);
  return { role: item?.attrs['role'] ?? '', affiliation: item?.attrs['affiliation'] ?? '' };
}

function newConnection(options: ClientOptions, storage: Memory): Connection {
  return new Strophe.Connection(options.url, {
    enableStreamManagement: options.resumable ?? false,
    streamManagement: { storage },
  });
}

/** @throws SignInRefused with the server's words */
export async function connect(
  options: ClientOptions,
  who: { jid: string; password: string } = { jid: options.domain, password: '' },
): Promise<Client> {
  const storage = new Strophe.MemoryStorageBackend();
  const connection = newConnection(options, storage);
  const client = createClient(options, connection, storage);
  await signIn(connection, who, client.received, client.noteClosed);
  return client;
}

function signIn(
  connection: Connection,
  who: { jid: string; password: string },
  received: readonly Stanza[],
  onClosed: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (condition: string | null): void => {
      reject(new SignInRefused(saslText(received) ?? condition ?? 'closed'));
    };
    connection.connect(who.jid, who.password, (status: number, condition: string | null) => {
      if (status === Strophe.Status.CONNECTED) resolve();
      if (status === Strophe.Status.AUTHFAIL || status === Strophe.Status.CONNFAIL) {
        refuse(condition);
      }
      if (status === Strophe.Status.DISCONNECTED) {
        onClosed();
        refuse(condition);
      }
    });
  });
}

function saslText(received: readonly Stanza[]): string | undefined {
  const failure = received.findLast(({ name }) => name === 'failure');
  const condition = failure?.children.find(({ name }) => name !== 'text')?.name;
  if (!failure) return undefined;
  return find(failure, 'text')?.text ?? condition;
}
