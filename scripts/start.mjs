/**
 * `npm start`, from any Node ≥ 20 and a fresh clone: installs and builds what is
 * missing, then is Homeroom: signals go through, and its exit code comes back.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './built.mjs';
import { root } from './folder.mjs';
import { install } from './installed.mjs';
import { ownNode } from './own-node.mjs';
import { untilExit } from './signals.mjs';

function prepare() {
  try {
    install();
    build();
    return ownNode();
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    process.exit(1);
  }
}

const words = ['serve', ...process.argv.slice(2)];
const homeroom = spawn(prepare(), [join(root, 'dist', 'homeroom.js'), ...words], {
  stdio: 'inherit',
});
process.exitCode = await untilExit(homeroom);
