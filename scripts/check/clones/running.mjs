/** Homeroom as `npm start` and `npm run dev` run it: until it answers, and until it is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import { npmOf } from './clone.mjs';

/** A busy machine installs and builds for minutes. */
const startTimeout = 600_000;
const stopTimeout = 60_000;

/** @typedef {import('./clone.mjs').Clone} Clone */

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/**
 * @param {() => Promise<boolean> | boolean} claim
 * @param {number} timeout
 */
export async function until(claim, timeout) {
  const deadline = performance.now() + timeout;
  while (!(await claim())) {
    if (performance.now() > deadline) return false;
    await pause(100);
  }
  return true;
}

/**
 * @param {Clone} clone
 * @param {string[]} words what npm is told to run
 * @param {() => Promise<void>} [meanwhile] while it answers
 * @throws {Error} when it does not reach the demo, or leaves a server behind
 */
export async function runUntilStopped(clone, words, meanwhile) {
  const { url } = clone;
  const what = `npm ${words.join(' ')}`;
  const npm = npmOf(clone, words);
  const hasEnded = () => npm.exitCode !== null || npm.signalCode !== null;
  try {
    await until(async () => hasEnded() || (await answers(url)), startTimeout);
    if (hasEnded()) throw new Error(`${what} ended by itself.`);
    if (!(await answers(url))) throw new Error(`${what} does not reach the demo.`);
    await meanwhile?.();
  } finally {
    npm.kill('SIGTERM');
  }
  if (!(await until(hasEnded, stopTimeout))) {
    npm.kill('SIGKILL');
    throw new Error(`${what} does not end when npm is told to.`);
  }
  const isGone = await until(async () => !(await answers(url)), stopTimeout);
  if (!isGone) throw new Error(`npm has ended, and Homeroom still answers at ${url}.`);
}
