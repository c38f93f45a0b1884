/** How many passed and failed, read from the reports that the tools write for machines. */

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Outcome} */
export const passedOnce = { passed: 1, failed: 0, skipped: 0 };
/** @type {Outcome} */
export const failedOnce = { passed: 0, failed: 1, skipped: 0 };

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {Outcome}
 */
export function sum(outcomes) {
  return outcomes.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * A run that failed without a failing test (a file that does not load, a worker
 * that died) counts as one failure, and so does a run without any test.
 * @param {Outcome} counted
 * @param {boolean} saysGood what the tool itself says of its run
 * @returns {Outcome}
 */
function honest(counted, saysGood) {
  const isSuspect = counted.failed === 0 && (!saysGood || counted.passed === 0);
  return isSuspect ? { ...counted, failed: 1 } : counted;
}

/**
 * @param {any} report of vitest's JSON reporter
 * @param {boolean} exitedWell
 */
export function ofVitest(report, exitedWell) {
  const counted = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return honest(counted, exitedWell && report.success);
}

/**
 * A flaky test is a failed one: nobody knows what it will be next time.
 * @param {any} report of Playwright's JSON reporter
 * @param {boolean} exitedWell
 */
export function ofPlaywright(report, exitedWell) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const counted = { passed: expected, failed: unexpected + flaky, skipped };
  return honest(counted, exitedWell && report.errors.length === 0);
}

/** @param {Outcome} total */
export function isGood({ passed, failed }) {
  return failed === 0 && passed > 0;
}

/** @param {Outcome} total */
export function closingLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
