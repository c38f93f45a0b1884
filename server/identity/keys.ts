/**
 * The embedded provider's keys: what it signs ID tokens with, and what it signs
 * cookies with. The first of each list is used, the others are still accepted,
 * so a key is replaced by putting a new one in front.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../http/log.ts';
import { makeFolder } from '../http/make-folder.ts';
import { createSecretFile } from '../http/secret-file.ts';

const part = z.string().min(1);

const SigningKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
  kid: part,
  x: part,
  y: part,
  d: part,
});

const IdentityKeys = z.object({
  signing: z.array(SigningKey).min(1),
  cookies: z.array(z.string().min(32)).min(1),
});
export type IdentityKeys = z.infer<typeof IdentityKeys>;

export type PublicKey = Omit<z.infer<typeof SigningKey>, 'd'>;

export const keysFileName = 'identity-keys.json';

export function makeKeys(): IdentityKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signingKey = SigningKey.parse({
    ...privateKey.export({ format: 'jwk' }),
    alg: 'ES256',
    use: 'sig',
    kid: randomBytes(8).toString('base64url'),
  });
  return { signing: [signingKey], cookies: [randomBytes(32).toString('base64url')] };
}

export const publicKeys = (keys: IdentityKeys): PublicKey[] =>
  keys.signing.map(({ d: _private, ...rest }) => rest);

/** Reads the keys, or makes them at the first start. Throws when the file can't be used. */
export async function loadKeys(dir: string | null, log: Log): Promise<IdentityKeys> {
  if (dir === null) return makeKeys();
  makeFolder(dir);
  const path = join(dir, keysFileName);
  const fresh = makeKeys();
  if (await createSecretFile(path, JSON.stringify(fresh))) return fresh;
  await warnIfReadable(path, log);
  const read = IdentityKeys.safeParse(readJson(path, await readFile(path, 'utf8')));
  if (!read.success)
    throw new Error(`${path} does not hold identity keys; restore it from a backup`);
  return read.data;
}

function readJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON; restore it from a backup`);
  }
}

async function warnIfReadable(path: string, log: Log): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) log.warn({ path }, 'others on this machine can read the identity keys');
}
