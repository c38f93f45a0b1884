/**
 * Somebody's XMPP client over WebSocket (RFC 7395), as Jitsi's is one: with a pass in the
 * address, signing in anonymously. No more of it than it takes to see who is let in.
 */
import { randomUUID } from 'node:crypto';
import { createElement, type Element, parse } from 'ltx';
import { WebSocket } from 'ws';
import { lookupOf, type Place } from './place.ts';

const ns = {
  client: 'jabber:client',
  framing: 'urn:ietf:params:xml:ns:xmpp-framing',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
} as const;

const timeoutMs = 10_000;

export type Entry = { room?: string; token?: string };

export type SignIn =
  | { kind: 'in'; client: XmppClient }
  /** The server answered, and let nobody in. */
  | { kind: 'refused'; why: string }
  /** There was no answer, or none of an XMPP server. */
  | { kind: 'unreachable'; cause: string };

export type XmppClient = ReturnType<typeof clientOf>;

/** @param host the XMPP host to sign in at */
export async function signIn(place: Place, host: string, entry: Entry): Promise<SignIn> {
  const socket = open(place, entry);
  try {
    const stream = await streamOf(socket);
    const refused = await authenticate(stream, host);
    if (refused === null) return { kind: 'in', client: clientOf(stream, await bind(stream, host)) };
    socket.close();
    return { kind: 'refused', why: refused };
  } catch (error) {
    socket.terminate();
    return { kind: 'unreachable', cause: error instanceof Error ? error.message : String(error) };
  }
}

function open(place: Place, entry: Entry): WebSocket {
  const url = new URL('/xmpp-websocket', place.url);
  url.protocol = place.url.protocol === 'https:' ? 'wss:' : 'ws:';
  for (const [name, value] of Object.entries(entry)) url.searchParams.set(name, value);
  return new WebSocket(url, 'xmpp', {
    handshakeTimeout: timeoutMs,
    origin: place.url.origin,
    // A check of its own looks at the certificate.
    rejectUnauthorized: false,
    ...lookupOf(place),
  });
}

type Stream = {
  received: Element[];
  send(element: Element): void;
  /** The first one from `since` on, received already or to come. @throws when none comes */
  until(
    what: string,
    isMeant: (element: Element) => boolean,
    since?: number,
    withinMs?: number,
  ): Promise<Element>;
  close(): void;
};

async function streamOf(socket: WebSocket): Promise<Stream> {
  const received: Element[] = [];
  const listeners = new Set<() => void>();
  let ended: Error | null = null;
  const tell = () => {
    for (const look of listeners) look();
  };
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.on('message', (data) => {
    // One buffer for each message, as `ws` has it by default.
    if (Buffer.isBuffer(data)) received.push(parse(data.toString('utf8')));
    tell();
  });
  socket.once('close', () => {
    ended = new Error('the connection was closed');
    tell();
  });
  await opened;
  socket.on('error', (error) => {
    ended = error;
    tell();
  });

  return {
    received,
    send(element) {
      // Each frame is a document of its own (RFC 7395, 3.3.3).
      if (['iq', 'presence', 'message'].includes(element.name)) element.attrs['xmlns'] = ns.client;
      socket.send(element.toString());
    },
    until: (what, isMeant, since = 0, withinMs = timeoutMs) =>
      new Promise((resolve, reject) => {
        const settle = (end: () => void) => {
          clearTimeout(timer);
          listeners.delete(look);
          end();
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`no ${what} in ${withinMs / 1000} s`))),
          withinMs,
        );
        const look = () => {
          const found = received.slice(since).find(isMeant);
          if (found) settle(() => resolve(found));
          else if (ended) settle(() => reject(ended ?? new Error(what)));
        };
        listeners.add(look);
        look();
      }),
    close: () => socket.close(),
  };
}

const framing = (name: 'open' | 'close', host: string) =>
  createElement(name, { xmlns: ns.framing, to: host, version: '1.0' });

/** @returns why the server refuses, or `null` */
async function authenticate(stream: Stream, host: string): Promise<string | null> {
  stream.send(framing('open', host));
  const features = await stream.until(
    'stream features',
    ({ name }) => name === 'stream:features' || name === 'stream:error',
  );
  if (features.name === 'stream:error') return conditionOf(features);
  const mechanisms = features.getChild('mechanisms')?.getChildren('mechanism') ?? [];
  if (!mechanisms.some((mechanism) => mechanism.text() === 'ANONYMOUS')) {
    return 'it offers nobody to sign in without a password';
  }
  const since = stream.received.length;
  stream.send(createElement('auth', { xmlns: ns.sasl, mechanism: 'ANONYMOUS' }));
  const outcome = await stream.until('answer to a sign-in', isOutcome, since);
  return outcome.name === 'success' ? null : conditionOf(outcome);
}

const isOutcome = ({ name }: Element): boolean =>
  ['success', 'failure', 'stream:error', 'close'].includes(name);

/** `not-allowed: text` of a failure or an error. */
export function conditionOf(element: Element): string {
  const condition = element.getChildElements().find(({ name }) => name !== 'text')?.name;
  const text = element.getChild('text')?.text();
  return [condition ?? 'refused', text].filter((part) => part).join(': ');
}

/** @returns the address that this connection has */
async function bind(stream: Stream, host: string): Promise<string> {
  const since = stream.received.length;
  stream.send(framing('open', host));
  await stream.until('stream features', ({ name }) => name === 'stream:features', since);
  const wish = createElement('bind', { xmlns: ns.bind });
  stream.send(createElement('iq', { type: 'set', id: 'bind' }, wish));
  const answer = await stream.until(
    'answer to a bind',
    ({ name, attrs }) => name === 'iq' && attrs['id'] === 'bind',
  );
  const jid = answer.getChild('bind')?.getChildText('jid');
  if (!jid) throw new Error('the server gives no address');
  return jid;
}

function clientOf(stream: Stream, jid: string) {
  const answered = new Set<Element>();

  /** Whoever asks something gets an answer, as RFC 6120, 8.2.3 wants it: jicofo invites. */
  function declineAll(): void {
    for (const stanza of stream.received) {
      const { name, attrs } = stanza;
      const isAsked = name === 'iq' && (attrs['type'] === 'get' || attrs['type'] === 'set');
      if (!isAsked || answered.has(stanza)) continue;
      answered.add(stanza);
      const condition = createElement('service-unavailable', { xmlns: ns.stanzas });
      const error = createElement('error', { type: 'cancel' }, condition);
      stream.send(
        createElement('iq', { type: 'error', id: attrs['id'], to: attrs['from'] }, error),
      );
    }
  }

  return {
    ...stream,
    jid,
    /** An IQ and its answer, also when that is an error. @throws when none comes */
    async ask(to: string, type: 'get' | 'set', payload: Element): Promise<Element> {
      const id = randomUUID();
      const since = stream.received.length;
      stream.send(createElement('iq', { to, type, id }, payload));
      const answer = await stream.until(
        `answer from ${to}`,
        ({ name, attrs }) => name === 'iq' && attrs['id'] === id && attrs['type'] !== type,
        since,
      );
      declineAll();
      return answer;
    },
  };
}
