/** Builds the browser's part and the server when a source has changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compressTexts } from './build/compressed.mjs';
import { root } from './folder.mjs';
import { ownEnvironment, ownNode } from './own-node.mjs';

const sources = [
  'index.html',
  'lingui.config.ts',
  'package-lock.json',
  'public',
  'scripts/build',
  'server',
  'src',
  'vite.config.ts',
];
const stamp = 'dist/.built-from';

/**
 * @param {string} path
 * @returns {string[]} the files in it, sorted, without tests
 */
function filesOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesOf(join(path, name)))
    .filter((file) => !/\.test\.tsx?$/.test(file));
}

/**
 * One hash over names and contents.
 * @param {string} folder
 */
export function fingerprint(folder) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesOf(join(folder, source)))) {
    hash
      .update(`${relative(folder, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} folder */
export function isBuilt(folder) {
  const file = join(folder, stamp);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return false;
  return readFileSync(file, 'utf8') === fingerprint(folder);
}

/**
 * @param {string[]} words
 * @throws {Error} when the build fails
 */
function vite(...words) {
  const program = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const done = spawnSync(ownNode(), [program, 'build', '--logLevel', 'warn', ...words], {
    cwd: root,
    env: ownEnvironment(),
    stdio: 'inherit',
  });
  if (done.status !== 0) throw new Error('The build failed; its own message stands above.');
}

export const buildBrowser = () => vite();
export const buildServer = () => vite('--mode', 'server');

/** Makes the next build start from nothing. */
export const forgetBuild = () => rmSync(join(root, stamp), { force: true });

/**
 * Quick when no source has changed.
 * @throws {Error} when the build fails
 */
export function build() {
  if (isBuilt(root)) return;
  console.log('Building …');
  const builtFrom = fingerprint(root);
  // Chunks of an older build would only lie around.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  buildBrowser();
  compressTexts(join(root, 'dist', 'web'));
  buildServer();
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, stamp), builtFrom);
}
