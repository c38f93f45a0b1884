import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { LessonId, Slug } from '../contract/ids.ts';
import { createDoctorHandler } from './doctor-handler.ts';
import { DoctorAnswer, doctorPath } from './doctor-protocol.ts';
import { signatureHeader } from './protocol.ts';
import { isSignedWith, sign } from './signature.ts';

const key = 'k'.repeat(43);
const about = { version: '1', startedAt: 1, settings: 's' };
const lesson = {
  slug: Slug.parse('homeroom--doctor-1'),
  lessonId: LessonId.parse('l'),
  passes: { owner: 'o', member: 'm', secondMember: 'n', expired: 'e' },
};

let now: number;
let opened: number;
let ended: string[];
let handle: (request: Request) => Promise<Response | undefined>;

beforeEach(() => {
  now = 1_000_000;
  opened = 0;
  ended = [];
  handle = createDoctorHandler({
    key,
    about,
    clock: () => now,
    lessons: {
      open: async () => {
        opened++;
        return lesson;
      },
      end: async (lessonId) => void ended.push(lessonId),
    },
  });
});

const question = (ask: object, at = now) => JSON.stringify({ v: 1, id: randomUUID(), at, ask });

function post(body: string, signature = sign(key, body), path = doctorPath): Request {
  return new Request(`http://127.0.0.1:8081${path}`, {
    method: 'POST',
    headers: { [signatureHeader]: signature },
    body,
  });
}

const statusOf = async (request: Request) => (await handle(request))?.status;

describe('who knows the key of the data folder', () => {
  it('is told which Homeroom runs, in a signed answer', async () => {
    const body = question({ kind: 'about' });
    const response = await handle(post(body));
    const text = (await response?.text()) ?? '';
    expect(isSignedWith(key, text, response?.headers.get(signatureHeader) ?? null)).toBe(true);
    expect(DoctorAnswer.parse(JSON.parse(text))).toMatchObject({ kind: 'about', about });
  });

  it('gets a throwaway lesson, and ends it', async () => {
    const response = await handle(post(question({ kind: 'open' })));
    expect(DoctorAnswer.parse(await response?.json())).toMatchObject({ kind: 'opened', lesson });
    await handle(post(question({ kind: 'end', lessonId: 'l' })));
    expect(ended).toEqual(['l']);
  });

  it('names no room: what else stands in the question is not looked at', async () => {
    const body = question({ kind: 'open', slug: 'maths-1', affiliation: 'owner' });
    const response = await handle(post(body));
    expect(DoctorAnswer.parse(await response?.json())).toMatchObject({ lesson });
  });
});

describe('everybody else opens nothing', () => {
  it.each<[string, () => Request, number]>([
    ['without a signature', () => post(question({ kind: 'open' }), ''), 401],
    ['with another key', () => post(question({ kind: 'open' }), sign('x'.repeat(43), 'x')), 401],
    [
      'with the signature of another question',
      () => {
        return post(question({ kind: 'open' }), sign(key, question({ kind: 'about' })));
      },
      401,
    ],
    ['with a question of yesterday', () => post(question({ kind: 'open' }, now - 61_000)), 401],
    ['with a question of tomorrow', () => post(question({ kind: 'open' }, now + 61_000)), 401],
    ['with something else', () => post('{}'), 400],
    ['with no JSON', () => post('open'), 400],
    ['with too much', () => post(' '.repeat(5_000)), 413],
    ['with a GET', () => new Request(`http://127.0.0.1:8081${doctorPath}`), 405],
  ])('%s', async (_, request, status) => {
    expect(await statusOf(request())).toBe(status);
    expect(opened).toBe(0);
  });

  it('with what was heard on the way: each question is answered once', async () => {
    const body = question({ kind: 'open' });
    expect(await statusOf(post(body))).toBe(200);
    expect(await statusOf(post(body))).toBe(401);
    now += 59_000;
    expect(await statusOf(post(body))).toBe(401);
    expect(opened).toBe(1);
  });

  it('and other addresses are left alone', async () => {
    expect(
      await handle(post(question({ kind: 'open' }), undefined, '/internal/x')),
    ).toBeUndefined();
  });
});
