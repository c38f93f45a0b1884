/** Signing keys: kept, rotated with overlap, withdrawn at once. */
import { createHash, createPublicKey } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import { claimsOf } from './claims.ts';
import { openKeyFolder } from './key-folder.ts';
import { type KeyRing, openKeyRing } from './key-ring.ts';
import { signWithKeys } from './sign-with-keys.ts';

let path: string;
let now: number;
let rings: KeyRing[];
let told: string[][];
let isReachable: boolean;
let logged: { fields: object; message: string }[];

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'homeroom-keys-')), 'pass-keys');
  now = 1_800_000_000_000;
  rings = [];
  told = [];
  isReachable = true;
  logged = [];
});
afterEach(async () => {
  for (const ring of rings) ring.close();
  await rm(join(path, '..'), { recursive: true });
});

const keep = (fields: object, message: string) => void logged.push({ fields, message });

async function openRing(): Promise<KeyRing> {
  const ring = await openKeyRing({
    folder: openKeyFolder(path),
    clock: () => now,
    log: { info: keep, warn: keep },
  });
  ring.watch(async (kids) => {
    if (!isReachable) throw new Error('nobody is there');
    told.push([...kids]);
  }, 60_000);
  rings.push(ring);
  return ring;
}

/** What `homeroom keys rotate` does, in a process of its own. */
async function rotate(): Promise<string> {
  now += 1_000;
  const { kid } = await openKeyFolder(path).add(now);
  return kid;
}

it('makes the first key, for nobody else to read, and finds it again', async () => {
  const first = (await openRing()).current();
  const [name = ''] = await readdir(path);
  expect((await stat(join(path, name))).mode & 0o777).toBe(0o600);
  now += 1_000;
  expect((await openRing()).current().kid).toBe(first.kid);
  expect(await readdir(path)).toEqual([name]);
});

it('signs what its public key verifies, under the name that Prosody asks for', async () => {
  const ring = await openRing();
  const { kid } = ring.current();
  const pem = ring.publicPem(createHash('sha256').update(kid).digest('hex'));
  const claims = claimsOf(
    {
      person: { id: ids.person('p'), name: 'P' },
      affiliation: 'owner',
      slug: ids.slug('mathe'),
      lessonId: ids.lesson('l'),
      passId: ids.pass('jti'),
      members: { chat: true, screenSharing: true },
      now: Date.now(),
      expiresAt: Date.now() + 60_000,
    },
    { appId: 'homeroom', xmppDomain: 'meet.test' },
  );
  const pass = signWithKeys(ring.current)(claims);
  const { payload, protectedHeader } = await jwtVerify(pass, createPublicKey(pem ?? ''));
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid });
  expect(payload).toEqual(claims);
  expect(ring.publicPem('0'.repeat(64))).toBeUndefined();
});

it('a new key signs once the meeting side knows it, and the old one stays trusted', async () => {
  const ring = await openRing();
  await ring.refresh();
  const old = ring.current().kid;
  const rotated = await rotate();
  isReachable = false;
  await expect(ring.refresh()).rejects.toThrow();
  expect(ring.current().kid).toBe(old);
  isReachable = true;
  await ring.refresh();
  expect(ring.current().kid).toBe(rotated);
  await ring.refresh();
  expect(told).toEqual([[old], [old, rotated]]);
  expect(logged.at(-1)).toEqual({
    fields: { kids: [old, rotated], signing: rotated },
    message: 'signing keys announced',
  });
});

it('a withdrawn key signs nothing, even when the meeting side cannot be told yet', async () => {
  const ring = await openRing();
  const old = ring.current().kid;
  const rotated = await rotate();
  await ring.refresh();
  await openKeyFolder(path).withdraw(rotated);
  isReachable = false;
  await expect(ring.refresh()).rejects.toThrow();
  expect(ring.current().kid).toBe(old);
  expect(ring.kids()).toEqual([old]);
});

it('with every key withdrawn makes a new one', async () => {
  const ring = await openRing();
  const old = ring.current().kid;
  now += 1_000;
  expect(await openKeyFolder(path).withdraw(old)).toBe(true);
  expect(await openKeyFolder(path).withdraw(old)).toBe(false);
  await ring.refresh();
  expect(ring.current().kid).not.toBe(old);
});

describe('the folder', () => {
  it('gives its keys oldest first, whatever they are called', async () => {
    const folder = openKeyFolder(path);
    const { kid } = await folder.add(now);
    const text = String(await readFile(join(path, `${kid}.json`)));
    for (const [name, createdAt] of Object.entries({ c: 1, a: 3, d: 2, b: 4 })) {
      const file = { ...JSON.parse(text), kid: name, createdAt };
      await writeFile(join(path, `${name}.json`), JSON.stringify(file));
    }
    const kids = (await folder.keys()).map((key) => key.kid);
    expect(kids).toEqual(['c', 'd', 'a', 'b', kid]);
  });

  it('is asked for nothing but keys: what a crash or an editor has left there is none', async () => {
    const folder = openKeyFolder(path);
    const { kid } = await folder.add(now);
    await writeFile(join(path, 'half.json~'), '{');
    await writeFile(join(path, 'README'), 'do not touch');
    expect((await folder.keys()).map((key) => key.kid)).toEqual([kid]);
    expect(await folder.withdraw('README')).toBe(false);
  });
});

describe('a ring that watches', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => vi.useRealTimers());

  it('finds a new key by itself', async () => {
    const ring = await openRing();
    const rotated = await rotate();
    vi.advanceTimersByTime(60_000);
    await expect.poll(() => ring.current().kid).toBe(rotated);
  });

  it('says in the log that the meeting side does not know them yet, and looks again', async () => {
    const ring = await openRing();
    const rotated = await rotate();
    isReachable = false;
    vi.advanceTimersByTime(60_000);
    await expect
      .poll(() => logged.map(({ message }) => message))
      .toEqual(['signing keys not announced yet']);
    expect(logged[0]?.fields).toMatchObject({ err: { message: 'nobody is there' } });
    isReachable = true;
    vi.advanceTimersByTime(60_000);
    await expect.poll(() => ring.current().kid).toBe(rotated);
  });

  it('looks no more once it is closed', async () => {
    const ring = await openRing();
    expect(vi.getTimerCount()).toBe(1);
    ring.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('a ring that nobody listens to tells nobody, and keeps no process alive', async () => {
  const log = { info: keep, warn: keep };
  const ring = await openKeyRing({ folder: openKeyFolder(path), clock: () => now, log });
  await ring.refresh();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  ring.watch(async () => undefined, 60_000);
  rings.push(ring);
  expect(timers()).toBe(before);
  expect(logged).toEqual([]);
});
