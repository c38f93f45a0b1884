/**
 * `npm run bench`: measures the budgets of this machine now, each as a ratio
 * against a reference that is built and run in the same run. Absolute numbers say
 * more about the machine than about Homeroom.
 *
 *   npm run bench -- fan-out paint   only these
 */
import { build } from './built.mjs';
import { run } from './check/run.mjs';
import { install } from './installed.mjs';

install();
build();
const command = ['node', 'scripts/bench/main.mjs', ...process.argv.slice(2)];
process.exitCode = (await run(command)) ? 0 : 1;
