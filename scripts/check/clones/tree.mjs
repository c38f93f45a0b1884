/** What an npm has left in node_modules, to be compared with what another leaves. */
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
  return [...files, ...versions.toSorted()];
}

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
