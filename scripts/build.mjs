/** `npm run build`: the browser's part and the server into dist/, when a source has changed. */
import { build } from './built.mjs';
import { install } from './installed.mjs';

try {
  install();
  build();
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
