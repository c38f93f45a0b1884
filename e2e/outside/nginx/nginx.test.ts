/** The shipped nginx configuration on a Jitsi host, in a real nginx. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSchool, type School } from '../prosody/school.ts';
import { type Nginx, startNginx } from './start.ts';

const cookie = '__Host-homeroom=secret-session';
const pass = 'aaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbb.cccccccccccccccccccccc';

type Seen = { who: string; url: string; headers: IncomingMessage['headers'] };

let school: School;
let nginx: Nginx;
let webRoot: string;
const seen: Seen[] = [];
const servers: Server[] = [];

/** A part behind nginx that says who it is and remembers what it was asked. */
async function part(who: string): Promise<number> {
  const server = createServer((request, response) => {
    seen.push({ who, url: request.url ?? '', headers: request.headers });
    response.setHeader('strict-transport-security', 'max-age=63072000');
    if (request.url?.startsWith('/homeroom/api/live')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"kind":"hello"}\n\n');
      return;
    }
    response.end(who);
  });
  server.on('upgrade', (request, socket) => {
    seen.push({ who, url: request.url ?? '', headers: request.headers });
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'homeroom-web-'));
  await mkdir(join(webRoot, 'libs'));
  await writeFile(join(webRoot, 'index.html'), 'the page of Jitsi');
  await writeFile(join(webRoot, 'config.js'), 'config');
  await writeFile(join(webRoot, 'libs', 'external_api.js'), 'external api');
  school = await openSchool();
  nginx = await startNginx({
    homeroom: await part('homeroom'),
    videobridge: await part('videobridge'),
    jicofo: await part('jicofo'),
    prosody: school.prosody.port,
    webRoot,
    hasColibri: true,
  });
}, 30_000);
beforeEach(() => {
  seen.length = 0;
});
afterEach(() => school.clear());
afterAll(async () => {
  await nginx.stop();
  await school.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(webRoot, { recursive: true });
});

type Answer = { status: number; text: string; location: string | null };

async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(nginx.url + path, {
    redirect: 'manual',
    headers: { cookie, ...headers },
  });
  const location = response.headers.get('location');
  return { status: response.status, text: await response.text(), location };
}

describe('Homeroom has exactly / and everything under /homeroom/', () => {
  it.each(['/', '/homeroom/rooms/mathe', '/homeroom/api/session', '/homeroom/sessions'])(
    '%s, with its cookie',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 200, text: 'homeroom' });
      expect(seen).toMatchObject([{ who: 'homeroom', url: path, headers: { cookie } }]);
    },
  );

  it('/homeroom leads to /', async () => {
    const { status, location } = await get('/homeroom');
    expect(status).toBe(308);
    expect(location).toMatch(/\/$/);
  });

  it('a client says its own address to nobody', async () => {
    await get('/', { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https' });
    expect(seen[0]?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
  });

  it('an event arrives at once, though the stream stays open', async () => {
    const response = await fetch(`${nginx.url}/homeroom/api/live`);
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: {"kind":"hello"}\n\n');
  });
});

describe('everything else stays Jitsi’s', () => {
  it.each([
    ['/mathe-7a', 'the page of Jitsi'],
    ['/homeroom-like-room', 'the page of Jitsi'],
    ['/tenant/mathe-7a', 'the page of Jitsi'],
    ['/config.js', 'config'],
    ['/external_api.js', 'external api'],
    ['/libs/external_api.js', 'external api'],
  ])('%s', async (path, text) => {
    expect(await get(path)).toMatchObject({ status: 200, text });
    expect(seen).toEqual([]);
  });
});

/** As many tenants as somebody likes to write, in every way that nginx reads as such. */
const tenants = [
  '',
  '/t',
  '/a/b',
  '/a%2Fb',
  '//a',
  '/a//b',
  '/a%0Ab/c',
  '/%0A',
  '/a/%0A',
  '/a:b/c',
];

describe('closed, below any number of tenants', () => {
  const plain = ['conference-request/v1', 'conference-request', 'conference-request/v1/x'];
  const lists = ['_api/room-info', '_api/room-infofoo', 'room-info', 'room-size', 'room-census'];
  const ways = ['http-bind', 'xmpp-websocket', 'http-bindfoo', 'colibri-ws/default-id/a/b'];
  const inner = ['.homeroom/http-bind', '.homeroom/colibri-ws/default-id/a', '.homeroom/closed'];
  const closed = [...plain, ...lists, 'room', 'sessions', 'homeroom-commands', ...inner];
  const paths = [
    ...tenants.flatMap((tenant) => closed.map((path) => `${tenant}/${path}`)),
    ...tenants.filter(Boolean).flatMap((tenant) => ways.map((path) => `${tenant}/${path}`)),
  ];

  it.each(paths)('%s', async (path) => {
    expect((await get(`${path}?room=mathe&token=x`)).status).toBe(404);
    const posted = await fetch(nginx.url + path, { method: 'POST', body: '{}' });
    expect(posted.status).toBe(404);
    expect(seen).toEqual([]);
  });
});

describe('Homeroom has one address', () => {
  const written = ['/homeroom/', '/homeroom/api/session', '/homeroom/api/live', '/homeroom'];
  const below = tenants.filter(Boolean).flatMap((tenant) => written.map((path) => tenant + path));

  it.each([
    ...below,
    '//homeroom/',
    '//homeroom/api/session',
    '/./homeroom/api/session',
    '/x/../homeroom/api/session',
    '/%68omeroom/api/session',
    '/a/b/',
    '/a/b/c/',
  ])('%s is none', async (path) => {
    expect(await raw(path)).toBe(404);
    expect(seen).toEqual([]);
  });

  it('a slash after a meeting’s name is taken off, and opens no front door', async () => {
    const { status, location } = await get('/mathe-7a/?lang=de');
    expect(status).toBe(301);
    expect(location).toMatch(/[0-9]\/mathe-7a\?lang=de$/);
    expect(seen).toEqual([]);
  });

  it('a line break in an address makes no header', async () => {
    const response = await fetch(`${nginx.url}/a%0D%0AX-Added:%20b/`, { redirect: 'manual' });
    expect(response.headers.get('x-added')).toBeNull();
  });

  it.each(['/', '/homeroom/rooms/mathe'])('%s says once how long HTTPS is kept', async (path) => {
    const { headers } = await fetch(nginx.url + path);
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
  });
});

/** Sends an address as it is written; fetch would put it in order first. */
function raw(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest({ host: '127.0.0.1', port: nginx.port, path, headers: { cookie } });
    asking.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end();
  });
}

describe('the videobridge’s WebSocket', () => {
  it('is not opened where Jitsi’s site has none', async () => {
    const bridge = await part('videobridge');
    const ports = { homeroom: 1, prosody: 1, jicofo: 1, videobridge: bridge };
    const other = await startNginx({ ...ports, webRoot });
    try {
      await upgrade(`${other.url}/colibri-ws/default-id/abc/def?pwd=x`);
      expect(seen).toEqual([]);
    } finally {
      await other.stop();
    }
  });
});

/** Asks for a WebSocket as a page of this host does, with its cookie and its Referer. */
function upgrade(at: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest(at, {
      headers: { cookie, connection: 'Upgrade', upgrade: 'websocket', referer: `/x?jwt=${pass}` },
    });
    asking.on('response', (response) => resolve(response.statusCode ?? 0));
    asking.on('error', reject);
    asking.end();
  });
}

describe('the cookie', () => {
  it('does not go to the videobridge', async () => {
    expect(await upgrade(`${nginx.url}/colibri-ws/default-id/abc/def?pwd=x`)).toBe(403);
    expect(seen).toMatchObject([
      { who: 'videobridge', url: '/colibri-ws/default-id/abc/def?pwd=x' },
    ]);
    expect(seen[0]?.headers.cookie).toBeUndefined();
    expect(seen[0]?.headers.referer).toBeUndefined();
  });

  it.each(['/http-bind', '/xmpp-websocket'])('does not go to Prosody by %s', async (path) => {
    const prosody = await part('prosody');
    const other = await startNginx({ homeroom: 1, videobridge: 1, jicofo: 1, prosody, webRoot });
    try {
      await upgrade(`${other.url}${path}?room=mathe`);
      expect(seen).toMatchObject([{ who: 'prosody', url: `${path}?room=mathe` }]);
      expect(seen[0]?.headers.cookie).toBeUndefined();
      expect(seen[0]?.headers.referer).toBeUndefined();
    } finally {
      await other.stop();
    }
  });
});

describe('the WebSocket', () => {
  it('carries a meeting', async () => {
    const lesson = await school.openLesson();
    const url = (token: string): string =>
      `ws://127.0.0.1:${nginx.port}/xmpp-websocket?${new URLSearchParams({ room: lesson.slug, token }).toString()}`;
    const token = await school.pass({
      room: lesson.slug,
      lesson: lesson.lessonId,
      person: 'teacher',
      affiliation: 'owner',
    });
    const teacher = await school.connect(token, lesson.slug, { url: url(token) });
    expect(await teacher.enter(lesson.slug)).toMatchObject({ kind: 'in', role: 'moderator' });
    teacher.close();
    expect(await nginx.logs()).not.toContain(token.split('.')[2]);
  });
});

/** Those that Homeroom speaks. */
const languages = readdirSync(join(import.meta.dirname, '../../../src/locales'), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('while Homeroom does not answer', () => {
  let down: Nginx;
  beforeAll(async () => {
    down = await startNginx({ homeroom: 1, prosody: 1, videobridge: 1, jicofo: 1, webRoot });
  });
  afterAll(() => down.stop());

  const away = (path: string, init?: RequestInit) => fetch(down.url + path, init);

  it.each(['/', '/homeroom/rooms/mathe?x=1', '/homeroom/api/live', '/homeroom/oidc/sign-in/x'])(
    '%s says so calmly, in every language',
    async (path) => {
      const response = await away(path);
      const page = await response.text();
      expect(response.status).toBe(502);
      for (const tag of languages) expect(page).toContain(`<section lang="${tag}"`);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('retry-after')).toBe('10');
    },
  );

  it.each(['POST', 'PATCH', 'DELETE'])('what was sent by %s has failed, too', async (method) => {
    const response = await away('/homeroom/api/rooms', { method, body: '{}' });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('<section lang="en"');
  });

  it('its script is the one that is allowed', async () => {
    const response = await away('/');
    const [, script = ''] = /<script>([^]*)<\/script>/.exec(await response.text()) ?? [];
    const fingerprint = createHash('sha256').update(script).digest('base64');
    expect(response.headers.get('content-security-policy')).toContain(
      `script-src 'sha256-${fingerprint}'`,
    );
    const ownHost = await readFile(
      join(import.meta.dirname, '../../../deploy/nginx/homeroom-own-host.conf'),
      'utf8',
    );
    expect(ownHost).toContain(`script-src 'sha256-${fingerprint}'`);
  });

  it('Jitsi’s own addresses are as they were', async () => {
    expect(await (await away('/mathe-7a')).text()).toBe('the page of Jitsi');
    expect(await (await away('/http-bind')).text()).not.toContain('<section lang');
  });

  it('nobody opens that page by its address', async () => {
    expect((await away('/homeroom/.away')).status).toBe(404);
    expect((await get('/homeroom/.away')).status).toBe(404);
  });

  it('what Homeroom itself refuses is passed on as it is', async () => {
    const refusing = createServer((_, response) => response.writeHead(503).end('{"code":"x"}'));
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
    const address = refusing.address();
    if (!address || typeof address === 'string') throw new Error('no port');
    const other = await startNginx({
      homeroom: address.port,
      prosody: 1,
      videobridge: 1,
      jicofo: 1,
      webRoot,
    });
    try {
      const response = await fetch(`${other.url}/homeroom/api/rooms`);
      expect([response.status, await response.text()]).toEqual([503, '{"code":"x"}']);
    } finally {
      await other.stop();
      refusing.close();
    }
  });
});

describe('the logs', () => {
  it('hold no pass, from the address or from the Referer, also when a part is down', async () => {
    const referer = `http://localhost/mathe?jwt=${pass}`;
    await get(`/mathe-7a?jwt=${pass}`, { referer });
    await get('/libs/missing.js', { referer });
    await get(`/xmpp-websocket?token=${pass}`, { referer });
    await get(`/tenant/mathe?jwt=${pass}`, { referer });
    await get(`/homeroom/rooms/mathe?jwt=${pass}`, { referer });
    await get(`/conference-request/v1?token=${pass}`, { referer });
    const down = await startNginx({
      homeroom: 1,
      prosody: 1,
      videobridge: 1,
      jicofo: 1,
      webRoot,
    });
    try {
      await fetch(`${down.url}/xmpp-websocket?token=${pass}`, { headers: { referer } });
      await fetch(`${down.url}/?jwt=${pass}`, { headers: { referer } });
      expect(await down.logs()).not.toContain(pass);
      expect(await down.logs()).toContain('"GET /xmpp-websocket HTTP/1.1" 502');
    } finally {
      await down.stop();
    }
    const logs = await nginx.logs();
    expect(logs).toContain('"GET /mathe-7a HTTP/1.1" 200');
    expect(logs).not.toContain(pass);
    expect(logs).not.toContain('cccccccccc');
  });
});
