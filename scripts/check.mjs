/**
 * `npm run check`: what is quick, for the loop of whoever changes something: types,
 * lint, format, and the units that what has changed reaches.
 *
 *   npm run check            what is not committed yet, or else the last commit
 *   npm run check -- main    everything since main
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from './check/parts.mjs';
import { run } from './check/run.mjs';
import { root } from './folder.mjs';
import { install } from './installed.mjs';

/** @param {string[]} words */
function git(...words) {
  const done = spawnSync('git', words, { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr.trim());
  return done.stdout.split('\n').filter((line) => line !== '');
}

/**
 * @param {string | undefined} since a commit
 * @returns {string[]} paths of sources that are still there
 */
function changedSince(since) {
  const added = git('ls-files', '--others', '--exclude-standard');
  const isClean = added.length === 0 && git('diff', '--name-only', 'HEAD').length === 0;
  const changed = git('diff', '--name-only', since ?? (isClean ? 'HEAD~1' : 'HEAD'));
  return [...added, ...changed].filter(
    (path) => /\.(?:tsx?|mjs)$/.test(path) && existsSync(join(root, path)),
  );
}

async function check() {
  install();
  const changed = changedSince(process.argv[2]);
  // What needs Prosody, slapd or nginx is slow, and left to npm test.
  const quick = { TEST_WITHOUT: parts.map(({ name }) => name).join(',') };
  const commands = [
    ['tsc', '--build'],
    ['oxlint', '--type-aware', '--deny-warnings'],
    ['oxfmt', '--check'],
    ...(changed.length === 0 ? [] : [['vitest', 'related', '--run', '--passWithNoTests']]),
  ];
  /** @type {string[]} */
  const failed = [];
  for (const [tool = '', ...words] of commands) {
    const files = tool === 'vitest' ? changed : [];
    if (!(await run([tool, ...words, ...files], quick))) failed.push(tool);
  }
  console.log(failed.length === 0 ? '\nGood so far.' : `\nFailed: ${failed.join(', ')}`);
  return failed.length === 0;
}

try {
  process.exitCode = (await check()) ? 0 : 1;
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
