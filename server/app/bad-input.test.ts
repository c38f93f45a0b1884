/** What cannot be meant, or is meant badly, gets a clear answer and changes nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { RoomList } from '../contract/room.ts';
import { openSchool, origin, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';

let school: School;
let ada: Visitor;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
});
afterEach(() => school.close());

const rawHeaders = () => ({
  origin,
  'content-type': 'application/json',
  cookie: `__Host-homeroom=${ada.cookie('__Host-homeroom') ?? ''}`,
});

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const all = { ...rawHeaders(), ...headers };
  const request = new Request(new URL(path, origin), { method: 'POST', headers: all, body });
  const response = await school.app.fetch(request);
  const parsed: unknown = await response.json();
  return response.status < 400
    ? response.status
    : `${response.status} ${Problem.parse(parsed).code}`;
}

describe('a body', () => {
  it.each([
    ['that is no JSON', '{', '400 malformed'],
    ['that is no object', '"name"', '400 malformed'],
    ['without a name', '{}', '400 malformed'],
    ['with an empty name', '{"name":"  "}', '400 malformed'],
    ['with a name of another kind', '{"name":7}', '400 malformed'],
    ['with a name that is too long', JSON.stringify({ name: 'x'.repeat(81) }), '400 malformed'],
    ['with a name that breaks lines', JSON.stringify({ name: 'a\nb' }), '400 malformed'],
    [
      'with a name that ends strings elsewhere',
      JSON.stringify({ name: 'a\u0000b' }),
      '400 malformed',
    ],
    ['with more than was asked for', '{"name":"x","slug":"mine"}', '400 malformed'],
    [
      'with too many classes',
      JSON.stringify({ name: 'x', classes: Array.from({ length: 51 }, String) }),
      '400 malformed',
    ],
    [
      'with a class that cannot be one',
      JSON.stringify({ name: 'x', classes: ['7\u0000a'] }),
      '422 class-unknown',
    ],
    [
      'that reaches for the prototype',
      '{"name":"x","__proto__":{"isAdmin":true}}',
      '400 malformed',
    ],
    ['that is far too large', JSON.stringify({ name: 'x'.repeat(70_000) }), '413 too-large'],
  ])('%s is refused, and nothing is created', async (_, body, expected) => {
    expect(await post(apiPaths.rooms, body)).toBe(expected);
    const { body: list } = await ada.ask('GET', apiPaths.rooms);
    expect(RoomList.parse(list).rooms).toEqual([]);
  });

  it.each([
    ['from another site', { origin: 'https://evil.example' }, '403 foreign-origin'],
    ['from nowhere', { origin: 'null' }, '403 foreign-origin'],
    ['from the same name on another port', { origin: `${origin}:444` }, '403 foreign-origin'],
    [
      'of a form',
      { 'content-type': 'application/x-www-form-urlencoded' },
      '415 wrong-content-type',
    ],
    ['of plain text', { 'content-type': 'text/plain' }, '415 wrong-content-type'],
  ])('%s changes nothing', async (_, headers, expected) => {
    expect(await post(apiPaths.rooms, '{"name":"x"}', headers)).toBe(expected);
  });

  it('says which fields were not understood', async () => {
    const { body } = await ada.ask('POST', apiPaths.rooms, { name: '', classes: 7 });
    expect(Problem.parse(body).fields).toEqual(['name', 'classes']);
  });
});

describe('a name', () => {
  it.each([
    'Größenordnung',
    'Математика',
    'الرياضيات ٧أ',
    '数学・物理',
    '👩🏽‍🏫 Naturwissenschaften',
    '\u200fرياضيات\u200f',
    `</script><script>alert(1)</script>`,
    '<!--<script>',
    `"><img src=x onerror=alert(1)>`,
    "Robert'); DROP TABLE room;--",
    '${name} $& $1',
    '\u2028\u2029',
  ])('%j comes back as it was given, and is never markup', async (name) => {
    const { status } = await ada.ask('POST', apiPaths.rooms, { name });
    const wanted = name.trim();
    expect(status).toBe(wanted === '' ? 400 : 201);
    const { text } = await ada.ask('GET', '/');
    const [, json = ''] = /id="page-data">(.*?)<\/script>/s.exec(text) ?? [];
    const pageData: { rooms: { name: string }[] } = JSON.parse(json);
    expect(pageData.rooms.map((room) => room.name)).toEqual(wanted === '' ? [] : [wanted]);
    expect(json).not.toContain('<');
    expect(text.split('<script')).toHaveLength(2);
  });
});

describe('a name that would turn the text around it', () => {
  it.each([
    ['\u202eshtaM', 'shtaM'],
    ['\u2067Maths\u2069 7a', 'Maths 7a'],
    ['\u202a \u202c', null],
  ])('%j is kept without what does so', async (name, kept) => {
    const { status } = await ada.ask('POST', apiPaths.rooms, { name });
    expect(status).toBe(kept === null ? 400 : 201);
    const { body } = await ada.ask('GET', apiPaths.rooms);
    expect(RoomList.parse(body).rooms.map((room) => room.name)).toEqual(kept ? [kept] : []);
  });
});

describe('an address', () => {
  it.each([
    '/homeroom/api/nothing',
    '/homeroom/api/rooms/a/b/c',
    '/homeroom/api/rooms/%00',
    "/homeroom/api/rooms/'--",
    '/homeroom/api/rooms/..%2f..%2fetc',
  ])('%s that leads nowhere is not found', async (path) => {
    const { status } = await ada.ask('GET', path);
    expect(status).toBe(404);
  });
});

describe('every answer', () => {
  it.each(['/', '/homeroom/rooms/none', '/homeroom/nothing', apiPaths.rooms, '/homeroom/healthz'])(
    'at %s carries the same strict headers',
    async (path) => {
      const { headers } = await ada.ask('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain(`default-src 'none'`);
      expect(policy).toContain(`frame-ancestors 'none'`);
      expect(policy).toContain('frame-src https://meet.school.example;');
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      const permissions = headers.get('permissions-policy');
      for (const feature of ['camera', 'clipboard-write', 'speaker-selection']) {
        expect(permissions).toContain(`${feature}=(self "https://meet.school.example")`);
      }
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('that fails says little, and the log says why', async () => {
    await school.db.destroy();
    const { status, text } = await ada.ask('GET', apiPaths.rooms);
    expect(status).toBeGreaterThanOrEqual(500);
    expect(text).not.toMatch(/closed|database|sql|at /i);
    expect(school.logged.map(({ message }) => message)).toContain('request failed');
  });
});

describe('the session cookie', () => {
  it('is bound to this host, hidden from scripts, and gone at sign-out', async () => {
    const { ask } = school.visitor();
    const begun = await ask('POST', apiPaths.signIn, {});
    expect(begun.headers.getSetCookie()[0]).toMatch(
      /^__Host-homeroom-sign-in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const out = await ada.ask('POST', apiPaths.signOut, {});
    expect(out.headers.getSetCookie()[0]).toMatch(
      /^__Host-homeroom=; Max-Age=0; Path=\/; HttpOnly; Secure/,
    );
  });

  it.each(['', 'x', '../../etc', 'a'.repeat(5_000), '%00'])(
    '%j that nobody gave is nobody’s',
    async (value) => {
      const visitor = school.visitor();
      visitor.setCookie('__Host-homeroom', value);
      const { status } = await visitor.ask('GET', apiPaths.rooms);
      expect(status).toBe(401);
    },
  );
});
