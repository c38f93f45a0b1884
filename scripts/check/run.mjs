import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../folder.mjs';
import { ownEnvironment } from '../own-node.mjs';
import { untilExit } from '../signals.mjs';

/**
 * One of the project's tools, or else a program of the machine's.
 * @param {string} name
 */
function programOf(name) {
  const tool = join(root, 'node_modules', '.bin', name);
  return name !== 'node' && existsSync(tool) ? tool : name;
}

/**
 * Runs one of the project's tools on the project's own Node, its output as it is.
 * @param {string[]} command
 * @param {Record<string, string>} [environment]
 * @returns {Promise<boolean>} whether it exited with 0
 */
export async function run(command, environment = {}) {
  const [name = '', ...words] = command;
  const child = spawn(programOf(name), words, {
    cwd: root,
    env: { ...ownEnvironment(), ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return (await untilExit(child)) === 0;
}
