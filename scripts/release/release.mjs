/** What a release is made of, and in which order. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { root } from '../folder.mjs';
import { packArchive } from './archive.mjs';
import { packDeb } from './deb.mjs';
import { unpackNode } from './node-package.mjs';
import { requirePrograms } from './programs.mjs';
import { layTree } from './tree.mjs';

/** @typedef {'amd64' | 'arm64'} Architecture in Debian's words */

/** @type {readonly Architecture[]} */
export const architectures = ['amd64', 'arm64'];

/**
 * @typedef {object} Wanted
 * @property {readonly Architecture[]} architectures
 * @property {string} out the folder
 * @property {boolean} isQuick packed in seconds, and larger
 * @property {string} [version] in place of package.json's
 */

/**
 * Makes it of what `npm run build` has built.
 * @param {Wanted} wanted
 * @returns {Promise<string[]>} paths of what was made
 * @throws {Error} with a sentence, when a program is missing, or a package is not what the lock names
 */
export async function release({ architectures, out, isQuick, version = projectVersion() }) {
  requirePrograms(['dpkg-deb', 'tar']);
  const epoch = sourceDate();
  const folder = resolve(root, out);
  mkdirSync(folder, { recursive: true });
  const made = [];
  for (const architecture of architectures) {
    const work = mkdtempSync(join(tmpdir(), 'homeroom-release-'));
    try {
      const tree = join(work, 'tree');
      const node = await unpackNode(architecture, join(work, 'node'));
      layTree({ tree, node, version, epoch });
      const name = join(folder, `homeroom_${version}_${architecture}`);
      packDeb({ tree, version, architecture, epoch, isQuick, file: `${name}.deb` });
      await packArchive({ tree, epoch, isQuick, file: `${name}.tar.gz` });
      made.push(`${name}.deb`, `${name}.tar.gz`);
    } finally {
      rmSync(work, { recursive: true });
    }
  }
  const sums = join(folder, 'SHA256SUMS');
  writeFileSync(sums, made.map((file) => `${sha256(file)}  ${basename(file)}\n`).join(''));
  return [...made, sums];
}

/** @param {string} file */
const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** @returns {string} */
const projectVersion = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

/**
 * When the sources were last changed, in seconds since 1970: all times in a release are this one.
 * See reproducible-builds.org, SOURCE_DATE_EPOCH.
 */
function sourceDate() {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  const asked = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  if (asked.status === 0) return Number(asked.stdout);
  throw new Error(
    'When the sources were last changed is not known: git log does not say it here. ' +
      'Set SOURCE_DATE_EPOCH, in seconds since 1970.',
  );
}
