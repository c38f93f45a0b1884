/** What an npm has left in node_modules, and what was built with it, to be compared with another's. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Every file of the packages, and every package by its version.
 * @param {string} folder
 */
export function treeOf(folder) {
  const packages = join(folder, 'node_modules');
  // Folders do not count: npm 10 leaves some that are empty.
  const files = readdirSync(packages, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(packages, join(parentPath, name)))
    .filter((file) => !/^\.(?:package-lock\.json$|vite)/.test(file))
    .toSorted();
  /** @type {{ packages: Record<string, { version: string }> }} */
  const lock = JSON.parse(readFileSync(join(packages, '.package-lock.json'), 'utf8'));
  const versions = Object.entries(lock.packages).map(([path, { version }]) => `${path}@${version}`);
  return [...files, ...versions.toSorted(), ...builtIn(folder)];
}

/**
 * Each file of dist/ with its hash: a release is the same, wherever it is built.
 * @param {string} folder
 */
function builtIn(folder) {
  return readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => `${relative(folder, path)} ${hashOf(path)}`)
    .toSorted();
}

/** @param {string} path */
const hashOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/**
 * @param {string[]} one
 * @param {string[]} other
 */
export function differences(one, other) {
  const [ofOne, ofOther] = [new Set(one), new Set(other)];
  return [
    ...one.filter((line) => !ofOther.has(line)).map((line) => `- ${line}`),
    ...other.filter((line) => !ofOne.has(line)).map((line) => `+ ${line}`),
  ];
}
