/**
 * `node scripts/tool.mjs vitest run`: one of the project's tools on the project's
 * own Node, whichever Node and npm there are, and after whatever is missing has
 * been installed.
 */
import { run } from './check/run.mjs';
import { install } from './installed.mjs';

try {
  install();
  process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1;
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
