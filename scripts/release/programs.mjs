/** What a release is packed with is Debian's. */
import { spawnSync } from 'node:child_process';

/**
 * @param {readonly string[]} names
 * @throws {Error} with a sentence for each that is missing
 */
export function requirePrograms(names) {
  const missing = names.filter((name) => spawnSync(name, ['--version']).status !== 0);
  if (missing.length === 0) return;
  throw new Error(
    `A release is packed with ${names.join(' and ')}, and this machine lacks ${missing.join(' and ')}. ` +
      'On Debian and Ubuntu both are always there; elsewhere install the packages dpkg and tar.',
  );
}

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @param {Record<string, string>} [environment]
 * @throws {Error} with what it says
 */
export function runProgram(program, words, environment = {}) {
  const env = { ...process.env, LC_ALL: 'C', ...environment };
  const done = spawnSync(program, words, { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 });
  if (done.status === 0) return done.stdout;
  throw new Error(`${program} failed: ${done.error?.message ?? done.stderr}`);
}
