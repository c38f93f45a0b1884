/** Installs the npm packages when what is there is not what the lock names. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './folder.mjs';
import { belonging, thisMachine } from './locked.mjs';
import { findNode, ownEnvironment, ownNode } from './own-node.mjs';

/**
 * @typedef {import('./locked.mjs').Lock} Lock
 * @typedef {import('./locked.mjs').Machine} Machine
 *
 * @typedef {object} Comparison of what the lock names with what is there
 * @property {string[]} missing paths of packages
 * @property {string[]} wrong those that are there in another version
 * @property {string[]} needless those that the lock names, but not for this machine
 */

/**
 * @param {Lock} lock package-lock.json
 * @param {Lock | null} there node_modules/.package-lock.json, written by npm when it has finished
 * @param {Machine} machine
 * @returns {Comparison}
 */
export function compare(lock, there, machine) {
  const needed = belonging(lock, machine);
  const found = there?.packages ?? {};
  const isWrong = (/** @type {string} */ path) =>
    found[path] !== undefined && found[path].version !== lock.packages[path]?.version;
  return {
    missing: [...needed].filter((path) => found[path] === undefined),
    wrong: [...needed].filter(isWrong),
    needless: Object.keys(found).filter(
      (path) => lock.packages[path] !== undefined && !needed.has(path),
    ),
  };
}

/** @param {Comparison} comparison */
export const isComplete = ({ missing, wrong }) => missing.length === 0 && wrong.length === 0;

const hiddenLock = join('node_modules', '.package-lock.json');

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

/** @param {string} path */
const stands = (path) => existsSync(join(root, path, 'package.json'));

/** @returns {Lock | null} what npm has noted, without what has been deleted since */
function readThere() {
  const noted = read(hiddenLock);
  if (noted === null) return null;
  const kept = Object.entries(noted.packages).filter(([path]) => stands(path));
  return { packages: Object.fromEntries(kept) };
}

/** @param {Lock} lock */
const look = (lock) => compare(lock, readThere(), thisMachine());

/**
 * Whether an older Node has left out some packages, and nothing else is amiss:
 * it takes in no optional package, compilers among them, that asks for a newer
 * one. A plain `npm ci` leaves it so.
 * @param {Lock} lock
 * @param {Comparison} comparison
 */
export function lacksOnlyOptional(lock, { missing, wrong }) {
  return wrong.length === 0 && missing.every((path) => lock.packages[path]?.optional === true);
}

/**
 * Quick when nothing is missing. Optional packages are never left out, whatever
 * npm is configured to do: Node itself and the compilers are among them.
 * @throws {Error} when npm leaves out what this machine needs
 */
export function install() {
  const lock = read('package-lock.json');
  if (lock === null) throw new Error('package-lock.json is missing or damaged.');
  if (!isComplete(look(lock))) fetchPackages(lock);
  removeNeedless(look(lock).needless);
  linkNode();
}

/**
 * @param {Lock} lock
 * @throws {Error} when npm leaves out what this machine needs
 */
function fetchPackages(lock) {
  console.log('Installing what package-lock.json names …');
  const isMendable = () => findNode() !== null && lacksOnlyOptional(lock, look(lock));
  if (!isMendable()) npm(process.execPath, process.env, ['ci']);
  // The Node that has just come takes in what an older one leaves out.
  if (isMendable() && !isComplete(look(lock))) {
    npm(ownNode(), ownEnvironment(), ['install', '--no-save']);
  }
  const { missing, wrong } = look(lock);
  const amiss = [...missing, ...wrong];
  if (amiss.length === 0) return;
  const some = amiss.length > 5 ? `${amiss.length} packages` : amiss.join(', ');
  throw new Error(`npm has not installed ${some}; its own message stands above, if it has one.`);
}

/**
 * Whether it has succeeded shows in what is there afterwards: npm 10 that gives up
 * for want of a network ("Exit handler never called!") calls that a success.
 * @param {string} node which Node runs npm
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} command
 */
function npm(node, env, command) {
  const path = process.env['npm_execpath'];
  const careful = ['--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const words = [...command, ...careful, '--loglevel=error'];
  const options = /** @type {const} */ ({ cwd: root, env, stdio: 'inherit' });
  if (path?.endsWith('.js')) spawnSync(node, [path, ...words], options);
  else spawnSync('npm', words, options);
}

/**
 * npm 10 installs what only packages for other machines need. Nobody's tree
 * shall differ from another's, so it goes.
 * @param {string[]} paths
 */
function removeNeedless(paths) {
  const there = read(hiddenLock);
  if (paths.length === 0 || there === null) return;
  for (const path of paths) {
    rmSync(join(root, path), { recursive: true, force: true });
    delete there.packages[path];
  }
  // Last, since npm trusts it only while nothing beside it is newer.
  const draft = join(root, `${hiddenLock}.new`);
  writeFileSync(draft, `${JSON.stringify(there, null, 2)}\n`);
  renameSync(draft, join(root, hiddenLock));
}

/** npm 10 does not link the project's Node, which `npx` then does not find. */
function linkNode() {
  const link = join(root, 'node_modules', '.bin', 'node');
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) return;
  const node = ownNode();
  if (!node.startsWith(join(root, 'node_modules'))) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), node), link);
}
