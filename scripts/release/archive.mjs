/** The same tree for machines without dpkg: to be unpacked into `/`. */
import { createWriteStream } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/**
 * @typedef {object} Archive
 * @property {string} tree
 * @property {number} epoch s
 * @property {boolean} isQuick
 * @property {string} file is written
 */

/** @param {Archive} archive @throws {Error} when tar fails */
export async function packArchive({ tree, epoch, isQuick, file }) {
  const same = ['--sort=name', `--mtime=@${epoch}`, '--owner=0', '--group=0', '--numeric-owner'];
  const words = ['--create', '--format=gnu', ...same, '--directory', tree, 'etc', 'usr'];
  const tar = spawn('tar', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(tar, 'close');
  // Its head has no time and no name.
  await pipeline(tar.stdout, createGzip({ level: isQuick ? 1 : 9 }), createWriteStream(file));
  await ended;
  if (tar.exitCode !== 0) throw new Error(`tar failed, exit code ${tar.exitCode}`);
}
