/**
 * Homeroom needs a newer Node than Debian has, and brings it through a package
 * of its own. Everything but the two commands' first lines runs on that one.
 */
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { root } from './folder.mjs';

const oldest = [24, 15];

/** @param {string} version like `v24.21.0` */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** @param {string} program */
function runsWell(program) {
  const asked = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return asked.status === 0 && isNewEnough(asked.stdout.trim());
}

/**
 * The path of a Node that is new enough: the project's own, or the one that
 * runs this where no package has one (macOS, musl). The program is taken from
 * its package, since not every npm links it in node_modules/.bin.
 * @param {string} [folder] where the packages are installed
 * @returns {string | null}
 */
export function findNode(folder = root) {
  const name = `node-${process.platform}-${process.arch}`;
  const brought = join(folder, 'node_modules', name, 'bin', 'node');
  if (runsWell(brought)) return brought;
  return isNewEnough(process.version) ? process.execPath : null;
}

/**
 * @param {string} [folder] where the packages are installed
 * @returns {string}
 * @throws {Error} with a sentence for the person at the terminal
 */
export function ownNode(folder = root) {
  const found = findNode(folder);
  if (found !== null) return found;
  throw new Error(
    `Homeroom needs Node ${oldest.join('.')} or newer. It brings one for Linux on x64 and arm64, ` +
      `not for ${process.platform} on ${process.arch} or not for this C library. ` +
      `This is Node ${process.version}: install Node 24 yourself and run the command again.`,
  );
}

/**
 * The environment in which the project's own Node and tools come first. The Node
 * comes before the tools: they say `#!/usr/bin/env node`, and a link of that name
 * among them may be missing, or be of a Node that does not run here.
 * @param {string} [folder] where the packages are installed
 * @throws {Error} when there is no Node that is new enough
 */
export function ownEnvironment(folder = root) {
  const bin = join(folder, 'node_modules', '.bin');
  const path = [dirname(ownNode(folder)), bin, process.env['PATH'] ?? ''];
  return { ...process.env, PATH: path.join(delimiter) };
}
