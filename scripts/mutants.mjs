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
import { lineOf, scoreOf } from './mutants/report.mjs';
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
const rows = [];
for (const range of values.mutate?.split(',') ?? everyFile()) {
  const [file = ''] = range.split(':');
  const tried = values.testFiles ?? neighboursOf(file, tests, importsOf).join();
  const words = ['--mutate', range, '--concurrency', values.concurrency];
  if (tried) words.push('--testFiles', tried);
  console.log(`\n── ${range}, by ${tried || 'every test that reaches it'} ──`);
  if (!(await run(['stryker', 'run', config, ...words]))) process.exitCode = 1;
  const report = JSON.parse(readFileSync(join(root, stryker.jsonReporter.fileName), 'utf8'));
  rows.push({ range, ...scoreOf(report) });
}
console.log('');
for (const { range, tried, percent, survivors } of rows) {
  if (percent < enough) process.exitCode = 1;
  console.log(`${percent.toFixed(0).padStart(3)} %  of ${tried}  ${range}`);
  for (const survivor of survivors) console.log(lineOf(survivor));
}
