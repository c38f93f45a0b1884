/**
 * Both commands on a fresh clone, with each npm that people have: `npm start` until
 * its page answers, a signal to npm that must end all of it, a few steps of `npm test`;
 * and every npm must leave the same tree.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../folder.mjs';
import { npms, provideNpm } from './npms.mjs';
import { failedOnce, passedOnce, sum } from './outcome.mjs';

/** A busy machine installs and builds for minutes. */
const startTimeout = 600_000;
const stopTimeout = 60_000;

/**
 * @typedef {{ node: string, npm: string }} Programs
 * @typedef {{ folder: string, env: NodeJS.ProcessEnv, programs: Programs }} Clone
 */

/**
 * What a clone would have, changes that are not committed included.
 * @param {string} folder
 */
function copyTo(folder) {
  const words = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = spawnSync('git', words, { cwd: root, encoding: 'utf8' });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  const deleted = spawnSync('git', ['ls-files', '-z', '--deleted'], {
    cwd: root,
    encoding: 'utf8',
  });
  const gone = new Set(deleted.stdout.split('\0'));
  for (const file of listed.stdout.split('\0')) {
    if (file !== '' && !gone.has(file)) cpSync(join(root, file), join(folder, file));
  }
}

/**
 * As at the terminal of somebody who has this Node and this npm: nothing that the
 * npm around us has put there, and no setting of Homeroom.
 * @param {Programs} programs
 * @param {number} port
 */
function environmentOf({ node }, port) {
  const own =
    /^(?:npm_(?!config_(?:registry|cache|userconfig)$)|HOMEROOM_|NODE_(?:ENV|OPTIONS)$|INIT_CWD$|VITEST|TEST_)/i;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  const path = [dirname(node), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path, HOMEROOM_PORT: String(port) };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/**
 * @param {() => Promise<boolean> | boolean} claim
 * @param {number} timeout
 */
async function until(claim, timeout) {
  const deadline = performance.now() + timeout;
  while (!(await claim())) {
    if (performance.now() > deadline) return false;
    await pause(100);
  }
  return true;
}

/**
 * @param {Clone} clone
 * @param {string[]} words
 */
function npmOf({ folder, env, programs }, words) {
  return spawn(programs.node, [programs.npm, ...words], {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/**
 * @param {Clone} clone
 * @param {number} port
 * @throws {Error} when it does not reach the demo, or leaves a server behind
 */
async function startAndStop(clone, port) {
  const url = `http://localhost:${port}/`;
  const npm = npmOf(clone, ['start']);
  const hasEnded = () => npm.exitCode !== null || npm.signalCode !== null;
  try {
    await until(async () => hasEnded() || (await answers(url)), startTimeout);
    if (hasEnded()) throw new Error('npm start ended by itself.');
    if (!(await answers(url))) throw new Error('npm start does not reach the demo.');
  } finally {
    npm.kill('SIGTERM');
  }
  if (!(await until(hasEnded, stopTimeout))) {
    npm.kill('SIGKILL');
    throw new Error('npm start does not end when npm is told to.');
  }
  const isGone = await until(async () => !(await answers(url)), stopTimeout);
  if (!isGone) throw new Error(`npm has ended, and Homeroom still answers at ${url}.`);
}

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
 * Every file of the packages, and every package by its version.
 * @param {string} folder
 */
function treeOf(folder) {
  const packages = join(folder, 'node_modules');
  const files = readdirSync(packages, { recursive: true, encoding: 'utf8' })
    .filter((file) => !/^\.(?:package-lock\.json$|vite)/.test(file))
    .toSorted();
  /** @type {{ packages: Record<string, { version: string }> }} */
  const lock = JSON.parse(readFileSync(join(packages, '.package-lock.json'), 'utf8'));
  const versions = Object.entries(lock.packages).map(([path, { version }]) => `${path}@${version}`);
  return [...files, ...versions.toSorted()];
}

/**
 * @param {string[]} one
 * @param {string[]} other
 */
function differences(one, other) {
  const [ofOne, ofOther] = [new Set(one), new Set(other)];
  return [
    ...one.filter((line) => !ofOther.has(line)).map((line) => `- ${line}`),
    ...other.filter((line) => !ofOne.has(line)).map((line) => `+ ${line}`),
  ];
}

/**
 * @param {import('./npms.mjs').Npm} npm
 * @returns {Promise<string[]>} the tree that it leaves
 */
async function tryNpm(npm) {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-clone-'));
  try {
    const programs = provideNpm(npm);
    copyTo(folder);
    const port = await freePort();
    const clone = { folder, env: environmentOf(programs, port), programs };
    await startAndStop(clone, port);
    const tree = treeOf(folder);
    await test(clone);
    return tree;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<import('./outcome.mjs').Outcome>} */
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
