/** The package for dpkg, by Debian's own tool. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from '../folder.mjs';
import { runProgram } from './programs.mjs';

const template = (/** @type {string} */ name) =>
  readFileSync(join(root, 'deploy', 'debian', name), 'utf8');

const scripts = ['preinst', 'postinst', 'prerm', 'postrm'];

/**
 * @typedef {object} Deb
 * @property {string} tree
 * @property {string} version
 * @property {import('./release.mjs').Architecture} architecture
 * @property {number} epoch s
 * @property {boolean} isQuick
 * @property {string} file is written
 */

/** @param {Deb} deb */
export function packDeb({ tree, version, architecture, epoch, isQuick, file }) {
  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  const files = filesIn(tree);
  const size = files.reduce((sum, path) => sum + Math.ceil(contentOf(tree, path).length / 1024), 0);
  const write = (/** @type {string} */ name, /** @type {string} */ text, mode = 0o644) => {
    writeFileSync(join(control, name), text);
    chmodSync(join(control, name), mode);
    lutimesSync(join(control, name), epoch, epoch);
  };
  const fields = template('control')
    .replace('@VERSION@', version)
    .replace('@ARCHITECTURE@', architecture)
    .replace('@INSTALLED_SIZE@', String(size));
  write('control', fields);
  write('conffiles', '/etc/homeroom/homeroom.env\n');
  write(
    'md5sums',
    files
      .filter((path) => !path.startsWith('etc/'))
      .map(sumOf(tree))
      .join(''),
  );
  for (const name of scripts) write(name, template(name), 0o755);
  chmodSync(control, 0o755);
  lutimesSync(control, epoch, epoch);
  lutimesSync(tree, epoch, epoch);
  // With several threads xz packs differently.
  const pack = isQuick ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6', '--threads-max=1'];
  try {
    runProgram('dpkg-deb', ['--root-owner-group', ...pack, '--build', tree, file], {
      SOURCE_DATE_EPOCH: String(epoch),
    });
  } finally {
    rmSync(control, { recursive: true });
    lutimesSync(tree, epoch, epoch);
  }
}

/** @param {string} tree */
const filesIn = (tree) =>
  readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(tree.length + 1))
    .filter((path) => !path.startsWith('DEBIAN/'))
    .toSorted();

/** @param {string} tree @param {string} path */
const contentOf = (tree, path) => readFileSync(join(tree, path));

/** @param {string} tree @returns {(path: string) => string} a line of md5sums, as dpkg --verify reads it */
const sumOf = (tree) => (path) =>
  `${createHash('md5').update(contentOf(tree, path)).digest('hex')}  ${path}\n`;
