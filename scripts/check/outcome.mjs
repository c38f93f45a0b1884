/** How many passed and failed, read from the reports that the tools write for machines. */

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} flaky of those that passed, how many did so only when tried once more
 */

/** @type {Outcome} */
const nothing = { passed: 0, failed: 0, skipped: 0, flaky: 0 };
/** @type {Outcome} */
export const passedOnce = { ...nothing, passed: 1 };
/** @type {Outcome} */
export const failedOnce = { ...nothing, failed: 1 };

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
      flaky: total.flaky + one.flaky,
    }),
    nothing,
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
    flaky: 0,
  };
  return honest(counted, exitedWell && report.success);
}

/**
 * A journey that failed and passed when tried once more is said, not hidden: three browsers on
 * a busy machine have pauses of their own, but a fault may be behind it.
 * @param {any} report of Playwright's JSON reporter
 * @param {boolean} exitedWell
 */
export function ofPlaywright(report, exitedWell) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const counted = { passed: expected + flaky, failed: unexpected, skipped, flaky };
  return honest(counted, exitedWell && report.errors.length === 0);
}

/** @param {Outcome} total */
export function isGood({ passed, failed }) {
  return failed === 0 && passed > 0;
}

/** @param {Outcome} outcome */
export function aside({ skipped, flaky }) {
  const said = [];
  if (skipped > 0) said.push(`${skipped} skipped`);
  if (flaky > 0) said.push(`${flaky} passed only when tried once more (listed as flaky above)`);
  return said.join(', ');
}

/** @param {Outcome} total */
export function closingLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
