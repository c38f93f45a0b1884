import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bodyFirst, maxBodyBytes, readBody } from './read-body.ts';

/** Over a real socket: what node hands in is not what tests in process hand in. */
let server: Server;
let url: string;

beforeAll(async () => {
  const app = new Hono();
  app.use(bodyFirst);
  app.post('/', async (c) => c.json(await readBody(c, z.strictObject({ name: z.string() }))));
  app.delete('/', (c) => c.body(null, 204));
  const listener = getRequestListener(app.fetch);
  server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}/`;
});
afterAll(() => server.close());

const post = async (body: string) => (await fetch(url, { method: 'POST', body })).json();

/** A body whose length nobody announces. */
const streamed = (text: string): RequestInit & { duplex: 'half' } => ({
  method: 'POST',
  body: new Blob([text]).stream(),
  duplex: 'half',
});

describe('the body of a request', () => {
  it('is parsed by its schema, in every alphabet', async () => {
    expect(await post('{"name":"Gül 数学 🎨"}')).toEqual({
      ok: true,
      value: { name: 'Gül 数学 🎨' },
    });
  });

  it('may come without an announced length', async () => {
    const response = await fetch(url, streamed('{"name":"Ada"}'));
    expect(await response.json()).toEqual({ ok: true, value: { name: 'Ada' } });
  });

  it.each(['', '{', 'null', '[]', '{"name":1}', '{"name":"a","more":1}'])(
    'is refused as malformed: %j',
    async (text) => {
      expect(await post(text)).toMatchObject({ ok: false, refusal: { code: 'malformed' } });
    },
  );

  it('is refused when it is too long, announced or not', async () => {
    const long = JSON.stringify({ name: 'x'.repeat(maxBodyBytes) });
    const refused = { ok: false, refusal: { code: 'too-large' } };
    expect(await post(long)).toEqual(refused);
    expect(await (await fetch(url, streamed(long))).json()).toEqual(refused);
  });

  it('may be missing where none is read', async () => {
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
  });
});
