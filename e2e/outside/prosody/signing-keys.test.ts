/** RS256: keys that Prosody fetches by their name, and that can be withdrawn. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { domain } from './config.ts';
import { claimsOf } from './passes.ts';
import { signWithKeys } from '../../../server/pass/sign-with-keys.ts';
import { type Lesson, type School, startSchool, until } from './school.ts';
import { encode } from './server.ts';

let school: School;
let keyServer: Server;
const published = new Map<string, string>();
const asked: string[] = [];
const secrets = new Map<string, KeyObject>();

function makeKey(kid: string): void {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = createHash('sha256').update(kid).digest('hex');
  published.set(`/keys/${name}.pem`, publicKey.export({ type: 'spki', format: 'pem' }).toString());
  secrets.set(kid, privateKey);
}

beforeAll(async () => {
  for (const kid of ['first', 'second', 'foreign']) makeKey(kid);
  keyServer = createServer((request, response) => {
    asked.push(request.url ?? '');
    const pem = published.get(request.url ?? '');
    response.writeHead(pem ? 200 : 404).end(pem);
  });
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  const address = keyServer.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  school = await startSchool({ keyServer: `http://127.0.0.1:${address.port}/keys` });
  await school.startFocus();
  school.kids.push('first');
  school.signTrialsWith(signWithKeys(() => ({ kid: 'first', privateKey: secretOf('first') })));
  await school.homeroom().trustKeys();
  await school.untilHealthy();
}, 30_000);
afterEach(() => school.clear());
afterAll(async () => {
  await school.stop();
  await new Promise((resolve) => keyServer.close(resolve));
});

function secretOf(kid: string): KeyObject {
  const key = secrets.get(kid);
  if (!key) throw new Error('no such key');
  return key;
}

function signedBy(kid: string, lesson: Lesson): Promise<string> {
  const { slug: room, lessonId } = lesson;
  const key = secretOf(kid);
  const claims = claimsOf({ room, lesson: lessonId, person: 'teacher', affiliation: 'owner' });
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(key);
}

async function trust(...kids: string[]): Promise<void> {
  school.kids.splice(0, school.kids.length, ...kids);
  await school.homeroom().trustKeys();
}

describe('a pass', () => {
  it('signed with a trusted key opens its room', async () => {
    await trust('first');
    const lesson = await school.openLesson();
    const teacher = await school.connect(await signedBy('first', lesson), lesson.slug);
    expect(await teacher.enter(lesson.slug)).toMatchObject({ role: 'moderator' });
  });

  it('signed with either key is taken while they overlap', async () => {
    await trust('first', 'second');
    const lesson = await school.openLesson();
    await school.connect(await signedBy('first', lesson), lesson.slug);
    await school.connect(await signedBy('second', lesson), lesson.slug);
  });

  it('signed with a withdrawn key is refused at once, though Prosody still has the key', async () => {
    await trust('first', 'second');
    const lesson = await school.openLesson();
    const pass = await signedBy('first', lesson);
    const teacher = await school.connect(pass, lesson.slug);
    await trust('second');
    const before = asked.length;
    await expect(school.connect(pass, lesson.slug)).rejects.toThrow('homeroom:key-withdrawn');
    expect(asked.length).toBe(before);
    // Also on the connection that it opened before.
    expect(await teacher.enter(lesson.slug)).toMatchObject({
      why: 'cancel/not-allowed: homeroom:key-withdrawn',
    });
  });

  it('signed with a key that Homeroom never named is refused', async () => {
    await trust('second');
    const lesson = await school.openLesson();
    const pass = await signedBy('foreign', lesson);
    await expect(school.connect(pass, lesson.slug)).rejects.toThrow('homeroom:key-withdrawn');
  });

  it('a list of keys that arrives again brings no withdrawn key back', async () => {
    await trust('first', 'second');
    const lesson = await school.openLesson();
    const late = await school.outbox.nextOrder();
    await trust('second');
    const again = school.command({ kind: 'keys', order: late, kids: ['first', 'second'] });
    await expect(again).rejects.toThrow('after a later command');
    await expect(school.connect(await signedBy('first', lesson), lesson.slug)).rejects.toThrow(
      'homeroom:key-withdrawn',
    );
  });

  it('with the shared kind of signature is refused', async () => {
    const lesson = await school.openLesson();
    const pass = await school.pass({
      room: lesson.slug,
      lesson: lesson.lessonId,
      person: 'teacher',
      affiliation: 'owner',
    });
    await expect(school.connect(pass, lesson.slug)).rejects.toThrow();
  });
});

it('which keys are trusted outlasts a restart, and comes with the list of lessons', async () => {
  await trust('second');
  const lesson = await school.openLesson();
  school.interpose(() => new Response(null, { status: 503 }));
  await school.prosody.kill();
  await school.prosody.start();
  await school.connect(await signedBy('second', lesson), lesson.slug);
  await expect(school.connect(await signedBy('first', lesson), lesson.slug)).rejects.toThrow(
    'homeroom:key-withdrawn',
  );
  school.interpose(() => undefined);
}, 20_000);

it('nobody signs in before Homeroom has said which keys count', async () => {
  await trust('second');
  const lesson = await school.openLesson();
  school.interpose(() => new Response(null, { status: 503 }));
  await school.prosody.kill();
  const store = join(school.prosody.folder, 'data', encode(domain), 'homeroom');
  await rm(join(store, '%5fmeta.dat'));
  await school.prosody.start();
  await expect(school.connect(await signedBy('second', lesson), lesson.slug)).rejects.toThrow(
    'homeroom:unhealthy',
  );
  school.interpose(() => undefined);
  await until('Homeroom to have said so', async () => {
    const pass = await signedBy('second', lesson);
    return school.connect(pass, lesson.slug).catch(() => undefined);
  });
}, 20_000);
