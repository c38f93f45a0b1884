/** Installs the npm packages when what is there is not what the lock names. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folder.mjs';

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
  const npm = process.env['npm_execpath'];
  const words = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...words], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', words, { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) throw new Error('npm ci failed; its own message stands above.');
}
