/**
 * The signing keys of a running server: looks at the folder again and again, since
 * `homeroom keys` changes it from another process. A new key signs only once the
 * meeting side has acknowledged that it is trusted; one that was withdrawn signs
 * nothing from the moment it is missed.
 */
import { createHash } from 'node:crypto';
import type { KeyFolder, SigningKey } from './key-folder.ts';

export type KeyRing = {
  /** Names of all keys that are trusted now. */
  kids(): readonly string[];
  /** The key that signs now. */
  current(): SigningKey;
  /** By the name that Prosody asks for: the SHA-256 of the key's, in hexadecimal. */
  publicPem(hashedKid: string): string | undefined;
  /** Looks at the folder now. */
  refresh(): Promise<void>;
  /**
   * Begins to look at the folder again and again.
   * @param announce tells the meeting side which keys are trusted; rejects when it may not know
   * @param everyMs between two looks
   */
  watch(announce: Announce, everyMs: number): void;
  close(): void;
};

type Announce = (kids: readonly string[]) => Promise<void>;

type Deps = {
  folder: KeyFolder;
  clock: () => number;
  log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
};

/** Makes the first key where there is none. */
export async function openKeyRing(deps: Deps): Promise<KeyRing> {
  const { folder, clock, log } = deps;
  let keys = await folder.keys();
  if (keys.length === 0) keys = [await folder.add(clock())];
  /** The names that the meeting side knows. */
  let announced: string | undefined;
  let announce: Announce | undefined;
  let timer: NodeJS.Timeout | undefined;
  let signing = newest(keys);

  async function refresh(): Promise<void> {
    const found = await folder.keys();
    // All keys were withdrawn, so a new one is made that nobody has seen.
    keys = found.length > 0 ? found : [await folder.add(clock())];
    if (!keys.some(({ kid }) => kid === signing.kid)) signing = newest(keys);
    const kids = keys.map(({ kid }) => kid);
    if (!announce || kids.join() === announced) return;
    await announce(kids);
    announced = kids.join();
    signing = newest(keys);
    log.info({ kids, signing: signing.kid }, 'signing keys announced');
  }

  function reread(): void {
    refresh().catch((error: unknown) => log.warn({ err: error }, 'signing keys not announced yet'));
  }

  return {
    kids: () => keys.map(({ kid }) => kid),
    current: () => signing,
    publicPem: (hashedKid) => keys.find(({ kid }) => hashOf(kid) === hashedKid)?.publicPem,
    refresh,
    watch(to, everyMs) {
      announce = to;
      timer = setInterval(reread, everyMs);
      timer.unref();
    },
    close: () => clearInterval(timer),
  };
}

function newest(keys: readonly SigningKey[]): SigningKey {
  const last = keys.at(-1);
  if (!last) throw new Error('no signing key');
  return last;
}

function hashOf(kid: string): string {
  return createHash('sha256').update(kid).digest('hex');
}
