/** Installs the npm packages when what is there is not what the lock names. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folder.mjs';
import { isNewEnough, ownEnvironment, ownNode } from './own-node.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} Locked
 * @typedef {{ packages: Record<string, Locked> }} Lock
 */

/**
 * Whether everything that the lock names is there, and nothing in another
 * version. Optional packages may be missing: most are for other machines.
 * @param {Lock} lock package-lock.json
 * @param {Lock | null} there node_modules/.package-lock.json, written by npm when it has finished
 */
export function isInstalled(lock, there) {
  if (there === null) return false;
  return Object.entries(lock.packages).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = there.packages[path];
    return found === undefined ? optional === true : found.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Lock | null}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Quick when nothing is missing. Optional packages are never left out, whatever
 * npm is configured to do: Node itself and the compilers are among them.
 * @throws {Error} when npm fails
 */
export function install() {
  const lock = read('package-lock.json');
  if (lock === null) throw new Error('package-lock.json is missing or damaged.');
  if (isInstalled(lock, read('node_modules/.package-lock.json'))) return;
  console.log('Installing what package-lock.json names …');
  const quietly = ['--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  npm(process.execPath, ['ci', ...quietly]);
  // An older Node leaves out optional packages, compilers among them, that ask
  // for a newer one; the one that has just come takes them in.
  if (!isNewEnough(process.version)) npm(ownNode(), ['install', '--no-save', ...quietly]);
}

/**
 * @param {string} node which Node runs npm
 * @param {string[]} words
 * @throws {Error} when npm fails
 */
function npm(node, words) {
  const path = process.env['npm_execpath'];
  const options = { cwd: root, env: ownEnvironment() };
  const all = [...words, '--loglevel=error'];
  const done = path?.endsWith('.js')
    ? spawnSync(node, [path, ...all], { ...options, stdio: 'inherit' })
    : spawnSync('npm', all, { ...options, stdio: 'inherit' });
  if (done.status !== 0) throw new Error(`npm ${words[0]} failed; its own message stands above.`);
}
