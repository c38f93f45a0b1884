/**
 * The tree that a release puts on a machine. In /usr/lib/homeroom it is as in the sources, so
 * that the program finds what it ships by the same way in both: deploy/ is beside dist/.
 */
import { gzipSync } from 'node:zlib';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../folder.mjs';
import { thirdPartyLicences } from './licences.mjs';

const home = 'usr/lib/homeroom';
const doc = 'usr/share/doc/homeroom';

/**
 * @typedef {object} Laid
 * @property {string} tree the folder; is made
 * @property {string} node a folder with bin/node and LICENSE
 * @property {string} version
 * @property {number} epoch of every file, s
 */

/** @param {Laid} laid */
export function layTree({ tree, node, version, epoch }) {
  /** @type {(path: string, content: string | Uint8Array, mode?: number) => void} */
  const write = (path, content, mode = 0o644) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), content);
    chmodSync(join(tree, path), mode);
  };
  const date = new Date(epoch * 1000);
  const template = (/** @type {string} */ name) =>
    readFileSync(join(root, 'deploy', 'debian', name), 'utf8')
      .replaceAll('@VERSION@', version)
      .replaceAll('@DATE@', date.toISOString().slice(0, 10));

  copyFolder('dist', join(tree, home, 'dist'), isShipped);
  copyFolder('deploy', join(tree, home, 'deploy'), isDeployed);
  mkdirSync(join(tree, home, 'node/bin'), { recursive: true });
  copyFileSync(join(node, 'bin/node'), join(tree, home, 'node/bin/node'));
  write('usr/bin/homeroom', template('homeroom.sh'), 0o755);
  for (const unit of readdirSync(join(root, 'deploy/systemd'))) {
    write(`usr/lib/systemd/system/${unit}`, readFileSync(join(root, 'deploy/systemd', unit)));
  }
  write('usr/lib/sysusers.d/homeroom.conf', template('homeroom.sysusers'));
  write('usr/lib/tmpfiles.d/homeroom.conf', template('homeroom.tmpfiles'));
  write('usr/share/man/man8/homeroom.8.gz', gzipped(template('homeroom.8')));
  write('usr/share/lintian/overrides/homeroom', template('lintian-overrides'));
  write('etc/homeroom/homeroom.env', template('homeroom.env'));

  copyFolder('docs', join(tree, doc, 'docs'), (path) => !/^(?:decisions|mutants)/.test(path));
  write(`${doc}/README.md`, readFileSync(join(root, 'README.md')));
  write(`${doc}/copyright`, template('copyright'));
  write(`${doc}/changelog.gz`, gzipped(changelog(version, date)));
  write(
    `${doc}/third-party-licences.gz`,
    gzipped(thirdPartyLicences(readFileSync(join(node, 'LICENSE'), 'utf8'))),
  );

  setModes(tree, '', epoch);
}

/** @param {string} path in dist/ */
const isShipped = (path) => !/^(?:\.built-from$|web\/\.vite)/.test(path);

/** @param {string} path in deploy/ */
const isDeployed = (path) => !/^debian|\.test\.\w+$/.test(path);

/**
 * @param {string} from in the sources
 * @param {string} to
 * @param {(path: string) => boolean} isWanted asked of paths below `from`
 */
function copyFolder(from, to, isWanted) {
  const folder = join(root, from);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (!entry.isFile() || !isWanted(path)) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(folder, path), join(to, path));
  }
}

/** Without the time and the name in its head. @param {string} text */
const gzipped = (text) => gzipSync(text, { level: 9 });

/** @param {string} version @param {Date} date */
const changelog = (version, date) => `homeroom (${version}) unstable; urgency=medium

  * What is new stands in the history of Homeroom's sources.

 -- Homeroom <homeroom@example.org>  ${date.toUTCString().replace('GMT', '+0000')}
`;

/** Settings are for root and Homeroom; their group is set when the user is there. */
const modes = new Map([
  ['etc/homeroom', 0o750],
  ['etc/homeroom/homeroom.env', 0o640],
  ['usr/bin/homeroom', 0o755],
  [`${home}/node/bin/node`, 0o755],
]);

/**
 * Whatever umask and clock this machine has.
 * @param {string} tree
 * @param {string} path
 * @param {number} epoch s
 */
function setModes(tree, path, epoch) {
  for (const entry of readdirSync(join(tree, path), { withFileTypes: true })) {
    const at = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) setModes(tree, at, epoch);
    const isRun = entry.isDirectory() || (lstatSync(join(tree, at)).mode & 0o100) !== 0;
    chmodSync(join(tree, at), modes.get(at) ?? (isRun ? 0o755 : 0o644));
    lutimesSync(join(tree, at), epoch, epoch);
  }
  if (path === '') {
    chmodSync(tree, 0o755);
    lutimesSync(tree, epoch, epoch);
  }
}
