/**
 * The npms that people have: those of Node 20 and Node 22, each on its own Node,
 * and the newest. Each comes from its own package, into .cache/npms.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../folder.mjs';
import { ownNode } from '../../own-node.mjs';

/**
 * @typedef {object} Npm
 * @property {string} says
 * @property {string} npm version
 * @property {string | null} node version; the project's own, when there is none
 */

/** @type {readonly Npm[]} */
export const npms = [
  { says: 'the npm of Node 20', npm: '10.8.2', node: '20.20.2' },
  { says: 'the npm of Node 22', npm: '10.9.4', node: '22.23.3' },
  { says: 'the newest npm', npm: '12.2.1', node: null },
];

const shelf = join(root, '.cache', 'npms');

/**
 * @param {string} program
 * @param {string[]} words
 * @param {string} cwd
 */
function must(program, words, cwd) {
  const done = spawnSync(program, words, { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${program} ${words.join(' ')}: ${done.stderr}`);
  return done.stdout.trim();
}

/**
 * @param {string} name
 * @param {string} version
 * @returns {string} the folder of the unpacked package
 */
function unpacked(name, version) {
  const folder = join(shelf, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const file = must('npm', ['pack', `${name}@${version}`, '--silent'], draft);
  must('tar', ['-xzf', file, '--strip-components=1'], draft);
  rmSync(join(draft, file));
  renameSync(draft, folder);
  return folder;
}

/**
 * @param {Npm} wanted
 * @returns {{ node: string, npm: string }} the paths of both programs
 * @throws {Error} when the registry does not give them
 */
export function provideNpm({ npm, node }) {
  const name = `node-${process.platform}-${process.arch}`;
  return {
    node: node === null ? ownNode() : join(unpacked(name, node), 'bin', 'node'),
    npm: join(unpacked('npm', npm), 'bin', 'npm-cli.js'),
  };
}
