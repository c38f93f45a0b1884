/** A lock that several processes keep to: whoever creates the file has it. */
import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 5_000;
const pauseMs = 20;

/** Waits up to 5 s. Throws when somebody holds it longer, and names who. */
export async function holdLock(path: string): Promise<AsyncDisposable> {
  const until = performance.now() + patienceMs;
  while (!(await take(path))) {
    await breakIfAbandoned(path);
    if (performance.now() > until) {
      throw new Error(
        `${path} is held by process ${await holder(path)}; remove it if that is gone`,
      );
    }
    await pause(pauseMs);
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

const holder = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).trim();

async function breakIfAbandoned(path: string): Promise<void> {
  const pid = Number(await holder(path));
  if (pid > 0 && !isRunning(pid)) await rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
