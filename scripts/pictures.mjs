/**
 * npm run pictures: builds, then makes the images that `e2e/looks/pictures.ts` says.
 * `npm run pictures -- waiting.narrow` makes only those whose name has that in it.
 */
import { build } from './built.mjs';
import { run } from './check/run.mjs';

const [, , ...wanted] = process.argv;
build();
const chosen = wanted.flatMap((name) => ['--grep', name]);
const config = 'e2e/looks/pictures.config.ts';
process.exitCode = (await run(['playwright', 'test', '--config', config, ...chosen])) ? 0 : 1;
