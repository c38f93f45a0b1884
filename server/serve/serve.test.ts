/** The process around the application: what reaches it, and what does not. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { listenOn } from './listen.ts';
import { serve, type Serving } from './serve.ts';

let folder: string;
let server: Server;
let serving: Serving;
let port: number;

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-serve-'));
  mkdirSync(join(folder, 'web'));
  writeFileSync(
    join(folder, 'web', 'index.html'),
    '<html lang="en" dir="ltr"><title>Homeroom</title><!--page-data--><!--front-door--></html>',
  );
  server = createServer();
  ({ port } = await listenOn(server, '127.0.0.1', 0));
  const { config } = readConfig(
    { HOMEROOM_URL: `http://localhost:${port}`, HOMEROOM_DATA: folder },
    () => '',
  );
  serving = await serve(config, {
    webDir: join(folder, 'web'),
    version: 'test',
    clock: Date.now,
    log,
    server,
    logo: null,
  });
});
afterEach(async () => {
  await serving.close();
  rmSync(folder, { recursive: true });
});

type Answer = { status: number; body: string };

async function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    headers: { host: `localhost:${port}`, ...headers },
  });
  asked.end();
  const [response] = await once(asked, 'response');
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, body };
}

/** Whether a WebSocket would be opened there. */
async function knock(path: string, headers: Record<string, string> = {}): Promise<string> {
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    headers: {
      host: `localhost:${port}`,
      origin: `http://localhost:${port}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  });
  asked.end();
  const { promise, resolve } = Promise.withResolvers<string>();
  asked.on('upgrade', (_, socket) => {
    socket.destroy();
    resolve('open');
  });
  asked.on('response', ({ statusCode }) => resolve(String(statusCode)));
  asked.on('error', () => resolve('closed'));
  return promise;
}

describe('demo mode', () => {
  it('answers on this machine, under its names', async () => {
    expect((await ask('/homeroom/readyz')).status).toBe(200);
    expect((await ask('/homeroom/readyz', { host: `127.0.0.1:${port}` })).status).toBe(200);
  });

  it.each([
    ['a forwarding header', { 'x-forwarded-for': '203.0.113.7' }],
    ['a foreign name', { host: 'evil.example' }],
    ['a foreign name with our port', { host: 'evil.example:8080' }],
    ['a name that only begins like ours', { host: 'localhost.evil.example' }],
    ['our name on another port', { host: 'localhost:1' }],
    ['a name in front of ours', { host: 'x@localhost' }],
    ['another spelling of ours', { host: 'LOCALHOST' }],
  ])('refuses %s, over HTTP and WebSocket', async (_, headers) => {
    for (const path of [
      '/',
      '/homeroom/api/rooms',
      '/homeroom/oidc/jwks',
      '/homeroom/practice/meeting/x',
    ]) {
      const { status, body } = await ask(path, headers);
      expect([status, body.includes('demo-refuses-proxies')]).toEqual([403, true]);
    }
    expect(await knock('/homeroom/practice/socket', headers)).toBe('closed');
  });

  it('opens the practice socket for its own pages, and for nobody else’s', async () => {
    expect(await knock('/homeroom/practice/socket')).toBe('open');
    expect(await knock('/homeroom/practice/socket', { origin: 'https://evil.example' })).not.toBe(
      'open',
    );
    expect(await knock('/homeroom/api/live')).toBe('closed');
  });

  it('keeps its data apart from a school’s', async () => {
    await ask('/');
    expect(readdirSync(folder)).toContain('demo.sqlite');
    expect(readdirSync(folder)).not.toContain('homeroom.sqlite');
  });
});

describe('an address that is not Homeroom’s', () => {
  it.each(['/ROOM', '/tenant/room', '/homeroom-x', '/http-bind'])(
    '%s is not found',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );
});
