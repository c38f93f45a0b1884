const ending = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Hands a signal that should end this process on to its child, and ends as the
 * child does, once it has: nothing is left running, and whoever waits for this
 * process learns the truth.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code; never, when this process was to end
 */
export function untilExit(child) {
  let isToEnd = false;
  /** @param {NodeJS.Signals} signal */
  function handOn(signal) {
    isToEnd = true;
    child.kill(signal);
  }
  for (const signal of ending) process.on(signal, handOn);
  return new Promise((resolve) => {
    child.on('error', (fault) => {
      console.error(fault.message);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      for (const one of ending) process.off(one, handOn);
      if (!isToEnd) resolve(code ?? 1);
      else if (signal === null) process.exit(code ?? 1);
      else process.kill(process.pid, signal);
    });
  });
}
