import { spawn } from 'node:child_process';
import { root } from '../folder.mjs';
import { ownEnvironment } from '../own-node.mjs';

/**
 * Runs one of the project's tools on the project's own Node, its output as it is.
 * @param {string[]} command
 * @param {Record<string, string>} [environment]
 * @returns {Promise<boolean>} whether it exited with 0
 */
export function run(command, environment = {}) {
  const [program = '', ...words] = command;
  const child = spawn(program, words, {
    cwd: root,
    env: { ...ownEnvironment(), ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    child.on('error', (fault) => {
      console.error(fault.message);
      resolve(false);
    });
    child.on('exit', (code) => resolve(code === 0));
  });
}
