/**
 * `npm test`, from any Node ≥ 20 and a fresh clone: installs what is missing, runs
 * every check, and ends with one line that says how many passed and failed.
 *
 *   npm test -- --without=prosody,nginx   leaves out what needs these parts
 *   npm test -- --only=types,lint         only these steps
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { installPackages, whyLeaveAlone } from './check/apt.mjs';
import { aside, closingLine, failedOnce, isGood, sum } from './check/outcome.mjs';
import { howToGet, isDebian, lacks, neededParts, whyTooOld } from './check/parts.mjs';
import { steps } from './check/steps.mjs';
import { install } from './installed.mjs';
import { ownNode } from './own-node.mjs';

/**
 * @typedef {import('./check/parts.mjs').Part} Part
 * @typedef {import('./check/outcome.mjs').Outcome} Outcome
 */

/** @param {string | undefined} words */
const list = (words) => (words === undefined || words === '' ? [] : words.split(','));

/** @throws {Error} with a sentence for who typed it */
function readCommandLine() {
  const { values } = parseArgs({
    options: { without: { type: 'string' }, only: { type: 'string' } },
  });
  const only = list(values.only);
  const unknown = only.filter((name) => steps.every((step) => step.name !== name));
  if (unknown.length > 0) {
    const known = steps.map((step) => step.name).join(', ');
    throw new Error(`--only=${unknown.join(',')}: no such step. The steps are ${known}.`);
  }
  return { leftOut: list(values.without), only };
}

/**
 * @param {Part[]} missing
 * @returns {Part[]} those that are still missing
 */
function getParts(missing) {
  const packages = missing.flatMap((part) => part.packages);
  console.log(`Missing system packages: ${packages.join(' ')}`);
  if (!isDebian() || process.getuid?.() !== 0) return missing;
  try {
    console.log('Installing them (nothing else is changed, no service is started) …');
    installPackages(packages);
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
  }
  return missing.filter(lacks);
}

/**
 * @param {Part[]} needed
 * @returns {Part[]} what cannot be had, or cannot be used
 */
function provide(needed) {
  const missing = needed.filter(lacks);
  const absent = missing.length === 0 ? [] : getParts(missing);
  for (const part of absent) console.error(howToGet(part));
  const unfit = needed.filter((part) => {
    const why = absent.includes(part) ? null : whyTooOld(part);
    if (why !== null) console.error(why);
    return why !== null;
  });
  return [...absent, ...unfit];
}

/**
 * @param {typeof steps[number]} step
 * @param {readonly string[]} leftOut
 * @param {readonly Part[]} absent
 * @returns {Promise<Outcome>}
 */
async function take(step, leftOut, absent) {
  console.log(`\n── ${step.says} ──`);
  const began = Date.now();
  const lacking = absent.find((part) => step.parts?.includes(part.name));
  if (lacking) {
    console.error(`Not run: ${lacking.name} is missing.`);
    return failedOnce;
  }
  // What cannot be had has failed already, once and in words.
  const outcome = await step.do([...leftOut, ...absent.map((part) => part.name)]);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const said = [closingLine(outcome), aside(outcome)].filter((words) => words !== '').join(', ');
  console.log(`${step.says}: ${said} (${seconds} s)`);
  return outcome;
}

async function test() {
  const { leftOut, only } = readCommandLine();
  const refusal = whyLeaveAlone(existsSync);
  if (refusal) throw new Error(refusal);
  const due = steps
    .filter((step) => only.length === 0 || only.includes(step.name))
    .filter((step) => step.isDue?.() ?? true)
    .filter((step) => !step.parts?.some((name) => leftOut.includes(name)));
  const absent = only.length === 0 ? provide(neededParts(leftOut)) : [];
  install();
  ownNode();
  const outcomes = absent.map(() => failedOnce);
  for (const step of due) outcomes.push(await take(step, leftOut, absent));
  return sum(outcomes);
}

try {
  const total = await test();
  if (aside(total) !== '') console.log(`\n${aside(total)}`);
  console.log(`\n${closingLine(total)}`);
  process.exitCode = isGood(total) ? 0 : 1;
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
