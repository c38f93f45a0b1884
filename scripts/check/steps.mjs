/** What `npm test` does, in its order. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../built.mjs';
import { root } from '../folder.mjs';
import { checkClones } from './clones/clones.mjs';
import { failedOnce, ofPlaywright, ofVitest, passedOnce } from './outcome.mjs';
import { run } from './run.mjs';

/**
 * @typedef {import('./outcome.mjs').Outcome} Outcome
 *
 * @typedef {object} Step
 * @property {string} name what `--only=` calls it
 * @property {string} says what it looks at
 * @property {string[]} [parts] what it cannot do without
 * @property {() => boolean} [isDue] whether there is something to look at yet
 * @property {(leftOut: readonly string[]) => Promise<Outcome>} do
 */

/**
 * @param {string[]} command
 * @returns {() => Promise<Outcome>}
 */
const check = (command) => async () => ((await run(command)) ? passedOnce : failedOnce);

/**
 * Runs a test runner that writes a report, and counts by that.
 * @param {string} name
 * @param {string[]} command
 * @param {Record<string, string>} environment
 * @param {(report: unknown, exitedWell: boolean) => Outcome} count
 */
async function countedRun(name, command, environment, count) {
  const report = join(root, '.cache', 'reports', `${name}.json`);
  mkdirSync(join(root, '.cache', 'reports'), { recursive: true });
  rmSync(report, { force: true });
  const exitedWell = await run(
    command.map((word) => word.replace('REPORT', report)),
    { ...environment, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  );
  if (!existsSync(report)) return failedOnce;
  return count(JSON.parse(readFileSync(report, 'utf8')), exitedWell);
}

/** @param {readonly string[]} leftOut */
const without = (leftOut) => ({ TEST_WITHOUT: leftOut.join(',') });

/**
 * @param {string} folder
 * @param {string} ending
 */
function filesIn(folder, ending) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .toSorted()
    .map((file) => join(path, file));
}

const catalogs = () => filesIn('src/locales', '.po');
const readCatalogs = () =>
  catalogs()
    .map((file) => readFileSync(file, 'utf8'))
    .join('\0');

/** Extraction must change nothing: a new sentence is in every catalog, or it is missing. */
async function checkTranslations() {
  const before = readCatalogs();
  const isComplete =
    (await run(['lingui', 'extract', '--clean'])) && (await run(['lingui', 'compile', '--strict']));
  const isExtracted = readCatalogs() === before;
  if (!isExtracted) console.error('The catalogs were out of date; they are now extracted anew.');
  return isComplete && isExtracted ? passedOnce : failedOnce;
}

async function buildBoth() {
  try {
    build();
    return passedOnce;
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    return failedOnce;
  }
}

/** @type {readonly Step[]} */
export const steps = [
  { name: 'types', says: 'types', do: check(['tsc', '--build']) },
  {
    name: 'lint',
    says: 'lint and import arrows',
    do: check(['oxlint', '--type-aware', '--deny-warnings']),
  },
  { name: 'format', says: 'format', do: check(['oxfmt', '--check']) },
  {
    name: 'lua',
    says: 'lint of the Prosody modules',
    parts: ['prosody'],
    isDue: () => filesIn('deploy/prosody', '.lua').length > 0,
    do: check(['luacheck', '--quiet', 'deploy/prosody', 'e2e/outside/prosody']),
  },
  { name: 'dead-code', says: 'dead code', do: check(['knip']) },
  {
    name: 'translations',
    says: 'translations',
    isDue: () => catalogs().length > 0,
    do: checkTranslations,
  },
  { name: 'build', says: 'build', do: buildBoth },
  {
    name: 'units',
    says: 'units and integration',
    // Some of them run what is built.
    do: (leftOut) =>
      countedRun(
        'vitest',
        ['vitest', 'run', '--reporter=default', '--reporter=json', '--outputFile.json=REPORT'],
        without(leftOut),
        ofVitest,
      ),
  },
  {
    name: 'packages',
    says: 'the package, in a whole Debian of its own',
    parts: ['systems'],
    do: (leftOut) =>
      countedRun(
        'systems',
        'vitest run --config e2e/systems/vitest.config.ts --reporter=default --reporter=json --outputFile.json=REPORT'.split(
          ' ',
        ),
        without(leftOut),
        ofVitest,
      ),
  },
  {
    name: 'budget',
    says: 'bundle budget',
    do: check(['node', 'scripts/check/budget.mjs']),
  },
  {
    name: 'clones',
    says: 'the commands on a fresh clone, with every npm',
    // The project's sources may have come without their history.
    isDue: () => existsSync(join(root, '.git')),
    do: checkClones,
  },
  {
    name: 'journeys',
    says: 'journeys in a real browser',
    parts: ['chromium'],
    do: (leftOut) =>
      countedRun(
        'playwright',
        ['playwright', 'test', '--retries=1', '--reporter=list,json'],
        without(leftOut),
        ofPlaywright,
      ),
  },
];
