/**
 * `npm run dev`: Homeroom in demo mode that builds, restarts and reloads by itself
 * when a source changes. It is what `npm start` runs, at the same address, with the
 * same cookies and the same Content-Security-Policy; a page only asks now and then
 * whether there is a newer build.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { buildBrowser, buildServer, forgetBuild } from './built.mjs';
import { sidesOf } from './dev/sides.mjs';
import { letPagesReload } from './dev/reloading.mjs';
import { root } from './folder.mjs';
import { install } from './installed.mjs';
import { ownNode } from './own-node.mjs';

/** An editor writes a file in several steps, and a branch has many files; ms. */
const settling = 150;

/** @type {import('node:child_process').ChildProcess | null} */
let homeroom = null;

async function stop() {
  const child = homeroom;
  homeroom = null;
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function restart() {
  await stop();
  homeroom = spawn(ownNode(), [join(root, 'dist', 'homeroom.js'), 'serve'], { stdio: 'inherit' });
}

/** @param {ReadonlySet<import('./dev/sides.mjs').Side>} sides */
async function build(sides) {
  if (sides.has('server')) buildServer();
  if (sides.has('browser')) buildBrowser();
  letPagesReload();
  await restart();
}

/** @type {Set<import('./dev/sides.mjs').Side>} what has changed since it was last built */
const due = new Set();
let isBuilding = false;

async function buildWhatIsDue() {
  if (isBuilding) return;
  isBuilding = true;
  while (due.size > 0) {
    const sides = new Set(due);
    due.clear();
    console.log(`Building ${[...sides].join(' and ')} …`);
    try {
      await build(sides);
    } catch (fault) {
      console.error(fault instanceof Error ? fault.message : fault);
      // What ran before goes on, and the next change tries again.
      for (const side of sides) due.add(side);
      break;
    }
  }
  isBuilding = false;
}

/** @type {NodeJS.Timeout | undefined} */
let timer;

/** @param {string | null} path of a file that has changed */
function notice(path) {
  const sides = path === null ? [] : sidesOf(path);
  if (sides.length === 0) return;
  for (const side of sides) due.add(side);
  clearTimeout(timer);
  timer = setTimeout(() => void buildWhatIsDue(), settling);
}

async function end() {
  await stop();
  process.exit(0);
}

install();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end());
for (const folder of ['src', 'server', 'public']) {
  watch(join(root, folder), { recursive: true }, (_, name) =>
    notice(name === null ? null : `${folder}/${name}`),
  );
}
watch(root, (_, name) => notice(name));
forgetBuild();
for (const side of /** @type {const} */ (['server', 'browser'])) due.add(side);
await buildWhatIsDue();
