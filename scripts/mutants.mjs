/**
 * `npm run mutants`: breaks the rules one by one, and shows what no test noticed.
 * `npm run mutants -- --mutate server/rooms/policy.ts` looks at one file.
 */
import { run } from './check/run.mjs';
import { install } from './installed.mjs';

install();
const words = process.argv.slice(2);
process.exitCode = (await run(['stryker', 'run', ...words])) ? 0 : 1;
