/**
 * The WebSocket end of the practice meeting: checks who connects and what they
 * say, and hands it to the meetings. A page's first message is `enter`.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { PassClaims } from '../pass/claims.ts';
import type { Meetings } from './meetings.ts';
import type { Connection, Meeting } from './meeting.ts';
import { FromPage, type FromServer } from './wire.ts';

/** Signature, issuer, audience and times of a pass; `reason` goes to its bearer only. */
export type VerifyPass = (
  pass: string,
) => Promise<{ ok: true; claims: PassClaims } | { ok: false; reason: string }>;

export type PracticeSocket = {
  /** For the node server's `upgrade`. True where the address was this one. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): void;
};

type Parts = { path: string; meetings: Meetings; verifyPass: VerifyPass; pingEveryMs?: number };

const maxMessageBytes = 32_768;
/** A close code for private use (RFC 6455, 7.4.2): the page does not connect again after it. */
const closedForGood = 4000;
const closedForPolicy = 1008;

export function createSocket({ path, meetings, verifyPass, pingEveryMs = 15_000 }: Parts) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const silent = new WeakSet<WebSocket>();

  /**
   * A computer that loses power or the network closes nothing: a connection that does not answer a
   * ping is closed.
   */
  const pinging = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate();
      silent.add(socket);
      socket.ping();
    }
  }, pingEveryMs);
  pinging.unref();

  function serve(socket: WebSocket): void {
    const connection = connectionOf(socket);
    let meeting: Promise<Meeting | undefined> | undefined;
    socket.on('pong', () => silent.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => void meeting?.then((entered) => entered?.gone(connection)));
    socket.on('message', (data) => {
      const message = parse(data);
      if (!message) return socket.close(closedForPolicy);
      if (message.kind !== 'enter') {
        return void meeting?.then((entered) => entered?.wish(connection, message));
      }
      if (meeting) return socket.close(closedForPolicy);
      meeting = enter(connection, message).catch(() => {
        socket.terminate();
        return undefined;
      });
    });
  }

  async function enter(
    connection: Connection,
    { pass, room }: Extract<FromPage, { kind: 'enter' }>,
  ): Promise<Meeting | undefined> {
    const verified = await verifyPass(pass);
    if (!verified.ok) {
      connection.tell({ kind: 'refused', reason: 'pass-refused', detail: verified.reason });
      return undefined;
    }
    if (verified.claims.room !== room) {
      connection.tell({ kind: 'refused', reason: 'wrong-room' });
      return undefined;
    }
    return meetings.enter(connection, verified.claims);
  }

  return {
    upgrade(request, socket, head) {
      if (pathOf(request) !== path) return false;
      if (isSameOrigin(request)) sockets.handleUpgrade(request, socket, head, serve);
      else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return true;
    },
    close() {
      clearInterval(pinging);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  } satisfies PracticeSocket;
}

function connectionOf(socket: WebSocket): Connection {
  return {
    tell(message: FromServer) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify(message));
      const isLast = ['refused', 'cast-out', 'ended'].includes(message.kind);
      if (isLast) socket.close(closedForGood);
    },
  };
}

/** `undefined` for anything that is not one of the page's messages. */
function parse(data: RawData): FromPage | undefined {
  try {
    if (!Buffer.isBuffer(data)) return undefined;
    return FromPage.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** Browsers always send Origin here (RFC 6455 10.2), and no page may set it. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return URL.parse(headers.origin ?? '')?.host === headers.host;
}
