/**
 * Signing keys on disk, for passes that Prosody checks with a public key (RS256):
 * one file a key, in a folder that only Homeroom reads. A key that is withdrawn is
 * deleted.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { makeFolder } from '../http/make-folder.ts';

const KeyFile = z.object({
  kid: z.string().regex(/^[a-z0-9-]{1,64}$/),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  privateKey: z.string(),
});

export type SigningKey = {
  kid: string;
  createdAt: number;
  privateKey: KeyObject;
  /** SubjectPublicKeyInfo, as Jitsi's token library takes it. */
  publicPem: string;
};

export type KeyFolder = {
  /** Oldest first. */
  keys(): Promise<readonly SigningKey[]>;
  /** Makes a key and keeps it. */
  add(now: number): Promise<SigningKey>;
  /** @returns whether there was such a key */
  withdraw(kid: string): Promise<boolean>;
};

const generate = promisify(generateKeyPair);
const modulusLength = 3072;

export function openKeyFolder(folder: string): KeyFolder {
  const fileOf = (kid: string): string => join(folder, `${kid}.json`);

  async function read(name: string): Promise<SigningKey> {
    const file = KeyFile.parse(JSON.parse(String(await readFile(join(folder, name)))));
    const privateKey = createPrivateKey(file.privateKey);
    const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
    const { kid, createdAt } = file;
    return { kid, createdAt, privateKey, publicPem: publicPem.toString() };
  }

  async function names(): Promise<string[]> {
    makeFolder(folder);
    const all = await readdir(folder);
    return all.filter((name) => name.endsWith('.json'));
  }

  return {
    async keys() {
      const all = await Promise.all((await names()).map(read));
      return all.toSorted((a, b) => a.createdAt - b.createdAt);
    },
    async add(now) {
      await names();
      const { privateKey } = await generate('rsa', { modulusLength });
      const kid = `homeroom-${now.toString(36)}`;
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      // Written under another name first, so that a crash never leaves half a key.
      const scratch = `${fileOf(kid)}~`;
      const text = JSON.stringify({ kid, createdAt: now, privateKey: pem });
      await writeFile(scratch, text, { mode: 0o600, flush: true });
      await rename(scratch, fileOf(kid));
      return read(`${kid}.json`);
    },
    async withdraw(kid) {
      const isThere = (await names()).includes(`${kid}.json`);
      if (isThere) await rm(fileOf(kid));
      return isThere;
    },
  };
}
