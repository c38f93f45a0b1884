/**
 * `npm run mutants`: breaks the rules one by one, file by file, and shows what no test noticed.
 *
 *   npm run mutants                                        every file: about an hour
 *   npm run mutants -- --mutate server/rooms/policy.ts     one, or some of its lines: minutes
 *   npm run mutants -- --mutate FILE --testFiles A,B       with these tests, not those beside it
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './check/run.mjs';
import { root } from './folder.mjs';
import { install } from './installed.mjs';
import { neighboursOf, readImports, quickTests } from './mutants/neighbours.mjs';
import { isAlive, lineOf, mutantsOf, placesOf, scoreOf, together } from './mutants/report.mjs';
import stryker from './mutants/stryker.config.mjs';

/** Per cent of a file's mutants that a test should notice. */
const enough = 90;
const config = 'scripts/mutants/stryker.config.mjs';

const { values } = parseArgs({
  options: {
    mutate: { type: 'string' },
    testFiles: { type: 'string' },
    concurrency: { type: 'string', default: '1' },
  },
});

/** What Stryker would take by itself. */
function everyFile() {
  const left = stryker.mutate.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  const taken = stryker.mutate.filter((one) => !one.startsWith('!'));
  return globSync(taken, { cwd: root, exclude: left }).toSorted();
}

install();
const importsOf = readImports(root);
const tests = quickTests(root);

/**
 * @param {readonly string[]} places files, or ranges in them
 * @param {readonly string[]} by tests; none: whichever reach it
 */
async function tryMutants(places, by) {
  const words = ['--mutate', places.join(), '--concurrency', values.concurrency];
  if (by.length > 0) words.push('--testFiles', by.join());
  if (!(await run(['stryker', 'run', config, ...words]))) throw new Error('Stryker has failed');
  return mutantsOf(JSON.parse(readFileSync(join(root, stryker.jsonReporter.fileName), 'utf8')));
}

/** @param {string} range a file, or some of its lines */
async function look(range) {
  const [file = ''] = range.split(':');
  console.log(`\n── ${range} ──`);
  if (values.testFiles) return tryMutants([range], values.testFiles.split(','));
  const { own, beside } = neighboursOf(file, tests, importsOf);
  const first = await tryMutants([range], own);
  const left = first.filter(isAlive);
  if (left.length === 0 || own.length === beside.length) return first;
  return together(first, await tryMutants(placesOf(file, left), beside));
}

const rows = [];
for (const range of values.mutate?.split(',') ?? everyFile()) {
  rows.push({ range, ...scoreOf(await look(range)) });
}
console.log('');
for (const { range, tried, failed, percent, survivors } of rows) {
  if (percent < enough || failed > 0) process.exitCode = 1;
  if (failed > 0) console.log(`${failed} mutants of ${range} could not be tried`);
  console.log(`${percent.toFixed(0).padStart(3)} %  of ${tried}  ${range}`);
  for (const survivor of survivors) console.log(lineOf(survivor));
}
