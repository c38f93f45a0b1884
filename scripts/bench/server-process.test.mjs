import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../folder.mjs';

/**
 * A measurement that has a server running, says where, and goes on as is said.
 * @param {string} goesOn
 */
async function measurement(goesOn) {
  const script = `
    import { runServer } from '${join(root, 'scripts/bench/server-process.mjs')}';
    const { url } = await runServer(['scripts/bench/plain-page.mjs'], '/');
    process.stdout.write(url);
    ${goesOn}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const [url] = await once(child.stdout.setEncoding('utf8'), 'data');
  return { child, ended, url: String(url) };
}

describe('a server under measurement', () => {
  it('is there while it is measured', async () => {
    const { child, ended, url } = await measurement('setInterval(() => {}, 1000);');
    expect((await fetch(url)).ok).toBe(true);
    child.kill('SIGTERM');
    await ended;
  });

  it.each(/** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))(
    'is ended when the measuring is ended by %s',
    async (signal) => {
      const { child, ended, url } = await measurement('setInterval(() => {}, 1000);');
      child.kill(signal);
      await ended;
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    },
  );

  it('is ended when a row fails', async () => {
    const { ended, url } = await measurement("throw new Error('429');");
    const [code] = await ended;
    expect(code).toBe(1);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
