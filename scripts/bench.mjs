/**
 * `npm run bench`: measures the budgets of this machine now, each as a ratio
 * against a reference that is built and run in the same run. Absolute numbers say
 * more about the machine than about Homeroom.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './built.mjs';
import { root } from './folder.mjs';
import { install } from './installed.mjs';
import { ownEnvironment, ownNode } from './own-node.mjs';

install();
build();
const rows = join(root, 'scripts', 'bench', 'main.mjs');
const { status } = spawnSync(ownNode(), [rows, ...process.argv.slice(2)], {
  cwd: root,
  env: ownEnvironment(),
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
