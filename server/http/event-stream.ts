/**
 * Server-sent events, written to the socket as they are. A Response whose body is a stream
 * costs four objects for each reader and a promise for each event; two thousand pages that wait
 * took 90 kB each that way. Hono lets a route write to Node's own response
 * (https://hono.dev/docs/getting-started/nodejs#access-the-raw-node-js-apis). Where no socket
 * is, as in tests in process, the same goes into a Response.
 */
import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';

/** One reader. */
export type EventSink = {
  /** One event: what stands in it is written on one line. */
  write(line: string): unknown;
  /** Bytes that the reader has not taken yet. */
  unsent(): number;
  /** When all is sent. What is written afterwards goes nowhere. */
  end(): void;
  /** At once, with what is unsent: for a reader who takes nothing. */
  abort(): void;
};

/** Begins to tell the reader. @returns what is called once, when the reader is gone or was ended */
type Begin = (sink: EventSink) => () => void;

declare module 'hono' {
  interface ContextVariableMap {
    /** Set where a route answers with a stream: begun when its headers are written. */
    beginStream?: Begin;
  }
}

const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // nginx would hold events back.
  'x-accel-buffering': 'no',
};

/** What a route answers with. */
export function eventStream(c: Context, begin: Begin): Response {
  if (!socketOf(c)) return inProcess(begin);
  c.set('beginStream', begin);
  const response = RESPONSE_ALREADY_SENT.clone();
  for (const [name, value] of Object.entries(streamHeaders)) response.headers.set(name, value);
  return response;
}

/** Outside of whatever adds headers to an answer: writes them, and then lets the stream begin. */
export const writeEventStreams: MiddlewareHandler = async (c, next) => {
  await next();
  const begin = c.get('beginStream');
  const outgoing = socketOf(c);
  if (!begin || !outgoing) return;
  for (const [name, value] of c.res.headers) {
    if (name !== 'x-hono-already-sent') outgoing.setHeader(name, value);
  }
  outgoing.flushHeaders();
  const gone = begin({
    // Node throws at whoever writes after the end.
    write: (line) => outgoing.writableEnded || outgoing.write(line),
    unsent: () => outgoing.writableLength,
    end: () => void outgoing.end(),
    abort: () => void outgoing.destroy(),
  });
  // It may have gone before anybody listened.
  if (outgoing.closed) gone();
  else outgoing.once('close', gone);
};

function socketOf(c: Context<{ Bindings: { outgoing?: ServerResponse } }>) {
  return c.env.outgoing;
}

const nothing = (): void => undefined;

function inProcess(begin: Begin): Response {
  const encoder = new TextEncoder();
  let gone = nothing;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOpen = true;
        const end = (): void => {
          if (!isOpen) return;
          isOpen = false;
          controller.close();
          queueMicrotask(() => gone());
        };
        gone = begin({
          write: (line) => isOpen && controller.enqueue(encoder.encode(line)),
          unsent: () => -(controller.desiredSize ?? 0),
          end,
          abort: end,
        });
      },
      cancel: () => gone(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
  return new Response(body, { headers: streamHeaders });
}
