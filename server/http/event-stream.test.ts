/** Over a real socket and in process: both must tell the same. */
import { createServer, type Server, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventSink, eventStream, writeEventStreams } from './event-stream.ts';

let sinks: EventSink[];
let gone: number;
let app: Hono<{ Bindings: { outgoing?: ServerResponse } }>;
let server: Server;
let port: number;

beforeEach(async () => {
  sinks = [];
  gone = 0;
  app = new Hono();
  app.use(writeEventStreams);
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('x-added-later', 'yes');
  });
  app.get('/', (c) =>
    eventStream(c, (sink) => {
      sinks.push(sink);
      sink.write('data: hello\n\n');
      return () => void (gone += 1);
    }),
  );
  const listener = getRequestListener((request, { outgoing }) =>
    app.fetch(request, outgoing instanceof ServerResponse ? { outgoing } : {}),
  );
  server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  ({ port } = address);
});
afterEach(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
});

describe.each([
  ['over a socket', () => fetch(`http://127.0.0.1:${port}/`)],
  ['in process', async () => app.fetch(new Request('http://localhost/'), {})],
])('an event stream %s', (_, open) => {
  const begin = async () => {
    const response = await open();
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) throw new Error('no body');
    return { response, reader };
  };

  it('has its own headers, and those that are added to every answer', async () => {
    const { response, reader } = await begin();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-added-later': 'yes',
    });
    expect(response.headers.has('x-hono-already-sent')).toBe(false);
    await reader.cancel();
    await expect.poll(() => gone).toBe(1);
  });

  it('says what is written, when it is written, and ends', async () => {
    const { reader } = await begin();
    expect((await reader.read()).value).toBe('data: hello\n\n');
    sinks[0]?.write('data: more\n\n');
    expect((await reader.read()).value).toBe('data: more\n\n');
    sinks[0]?.write('data: last\n\n');
    sinks[0]?.end();
    // Nobody hears what comes after the end, and nothing breaks.
    sinks[0]?.end();
    sinks[0]?.write('data: too late\n\n');
    expect((await reader.read()).value).toBe('data: last\n\n');
    expect((await reader.read()).done).toBe(true);
    await expect.poll(() => gone).toBe(1);
  });

  it('is over once its reader has gone', async () => {
    const { reader } = await begin();
    await reader.read();
    expect(gone).toBe(0);
    await reader.cancel();
    await expect.poll(() => gone).toBe(1);
  });
});

/** A reader that asks and then takes nothing. */
async function standStill(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  socket.pause();
  await expect.poll(() => sinks.length).toBe(1);
  return socket;
}

it('of a reader who takes nothing is known to pile up', async () => {
  const socket = await standStill();
  const [sink] = sinks;
  for (let count = 0; count < 200; count += 1) sink?.write(`data: ${'x'.repeat(100_000)}\n\n`);
  expect(sink?.unsent()).toBeGreaterThan(1_000_000);
  sink?.abort();
  await expect.poll(() => gone).toBe(1);
  socket.destroy();
});

it('that was left before it began is over at once', async () => {
  const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
  app.get('/slow', async (c) => {
    await mayGoOn;
    return eventStream(c, (sink) => {
      sinks.push(sink);
      return () => void (gone += 1);
    });
  });
  const leaving = new AbortController();
  const closed = new Promise<void>((resolve) => {
    server.once('request', (_, outgoing) => outgoing.once('close', resolve));
  });
  const asked = fetch(`http://127.0.0.1:${port}/slow`, { signal: leaving.signal });
  await expect
    .poll(
      async () =>
        await new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    )
    .toBe(1);
  leaving.abort();
  await expect(asked).rejects.toThrow();
  await closed;
  goOn();
  await expect.poll(() => [sinks.length, gone]).toEqual([1, 1]);
});
