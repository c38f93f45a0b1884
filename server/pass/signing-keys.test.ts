/** Signing keys: kept, rotated with overlap, withdrawn at once. */
import { createHash, createPublicKey } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
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

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'homeroom-keys-')), 'pass-keys');
  now = 1_800_000_000_000;
  rings = [];
  told = [];
  isReachable = true;
});
afterEach(async () => {
  for (const ring of rings) ring.close();
  await rm(join(path, '..'), { recursive: true });
});

async function openRing(): Promise<KeyRing> {
  const ring = await openKeyRing({
    folder: openKeyFolder(path),
    clock: () => now,
    log: { info: () => undefined, warn: () => undefined },
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
  expect((await openRing()).current().kid).toBe(first.kid);
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
  expect(told).toEqual([[old], [old, rotated]]);
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
