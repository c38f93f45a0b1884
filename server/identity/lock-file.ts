/** A lock that several processes keep to: whoever creates the file has it. */
import { rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createSecretFile } from '../http/secret-file.ts';

/** A change takes far less than a second: a lock this old was left by a process that died. */
const abandonedMs = 10_000;
const acquireTimeoutMs = 15_000;
const pauseMs = 20;

/** Waits up to 15 s. Throws when it is still taken then. */
export async function holdLock(path: string): Promise<AsyncDisposable> {
  const until = performance.now() + acquireTimeoutMs;
  while (!(await createSecretFile(path, ''))) {
    if (await isAbandoned(path)) await rm(path, { force: true });
    else if (performance.now() > until) throw new Error(`${path} is taken, again and again`);
    else await pause(pauseMs);
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > abandonedMs;
}
