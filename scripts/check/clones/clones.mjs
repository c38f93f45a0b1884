/**
 * The commands on a fresh clone, with each npm that people have: `npm start` until its
 * page answers, a signal to npm that must end all of it, a few steps of `npm test`, a
 * change under `npm run dev`; and every npm must leave the same tree.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failedOnce, passedOnce, sum } from '../outcome.mjs';
import { cloneInto, npmOf } from './clone.mjs';
import { npms, provideNpm } from './npms.mjs';
import { runUntilStopped, until } from './running.mjs';
import { differences, treeOf } from './tree.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */

/** A busy machine builds for a minute. */
const rebuildTimeout = 300_000;

/**
 * @param {Clone} clone
 * @throws {Error} when a step fails
 */
async function test(clone) {
  const npm = npmOf(clone, ['test', '--', '--only=format,build,budget']);
  await once(npm, 'exit');
  if (npm.exitCode !== 0) throw new Error('npm test fails.');
}

/**
 * @param {string} url
 * @returns {Promise<string>} empty while Homeroom starts again
 */
async function textOf(url) {
  try {
    return await (await fetch(url)).text();
  } catch {
    return '';
  }
}

/**
 * A source is changed while `npm run dev` runs.
 * @param {Clone} clone
 * @throws {Error} when the page does not change with it, or would not load itself anew
 */
async function develop(clone) {
  const { folder, url } = clone;
  await runUntilStopped(clone, ['run', 'dev'], async () => {
    const source = join(folder, 'index.html');
    const stamp = new URL('/homeroom/dev-build.txt', url).href;
    const before = await textOf(stamp);
    writeFileSync(
      source,
      readFileSync(source, 'utf8').replace('<noscript>', '<noscript>Changed. '),
    );
    const isShown = async () =>
      (await textOf(url)).includes('Changed. ') && (await textOf(stamp)) > before;
    if (!(await until(isShown, rebuildTimeout))) throw new Error('npm run dev shows no change.');
    if (!(await textOf(url)).includes('/homeroom/dev-reload.js')) {
      throw new Error('Under npm run dev, the page does not load itself anew.');
    }
  });
}

/**
 * @param {import('./npms.mjs').Npm} npm
 * @returns {Promise<string[]>} the tree that it leaves
 */
async function tryNpm(npm) {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-clone-'));
  try {
    const clone = await cloneInto(folder, provideNpm(npm));
    await runUntilStopped(clone, ['start']);
    const tree = treeOf(folder);
    await test(clone);
    // Is the same with every npm.
    if (npm === npms.at(-1)) await develop(clone);
    return tree;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<import('../outcome.mjs').Outcome>} */
export async function checkClones() {
  /** @type {string[] | null} */
  let first = null;
  const outcomes = [];
  for (const npm of npms) {
    console.log(`\n${npm.says}, ${npm.npm}, on a fresh clone:`);
    try {
      const tree = await tryNpm(npm);
      const differing = differences(first ?? tree, tree);
      if (differing.length > 0) {
        throw new Error(`It leaves another tree:\n${differing.slice(0, 20).join('\n')}`);
      }
      first ??= tree;
      outcomes.push(passedOnce);
    } catch (fault) {
      console.error(fault instanceof Error ? fault.message : fault);
      outcomes.push(failedOnce);
    }
  }
  return sum(outcomes);
}
