import { describe, expect, it } from 'vitest';
import { closingLine, isGood, ofPlaywright, ofVitest, sum } from './outcome.mjs';

const vitest = {
  success: true,
  numPassedTests: 40,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
};
const playwright = { stats: { expected: 9, unexpected: 0, flaky: 0, skipped: 1 }, errors: [] };

describe('units and integration', () => {
  it('are counted as vitest counted them', () => {
    expect(ofVitest(vitest, true)).toEqual({ passed: 40, failed: 0, skipped: 2 });
  });

  it('fail when a file did not load, though no test failed', () => {
    expect(ofVitest({ ...vitest, success: false }, false).failed).toBe(1);
  });

  it('fail when vitest exited badly, whatever its report says', () => {
    expect(ofVitest(vitest, false).failed).toBe(1);
  });

  it('fail when there was no test', () => {
    expect(ofVitest({ ...vitest, numPassedTests: 0 }, true).failed).toBe(1);
  });
});

describe('journeys', () => {
  it('are counted as Playwright counted them', () => {
    expect(ofPlaywright(playwright, true)).toEqual({ passed: 9, failed: 0, skipped: 1 });
  });

  it('fail when one is flaky', () => {
    const flaky = { ...playwright, stats: { ...playwright.stats, flaky: 1 } };
    expect(ofPlaywright(flaky, true).failed).toBe(1);
  });

  it('fail when Playwright could not begin', () => {
    expect(ofPlaywright({ ...playwright, errors: [{ message: 'no browser' }] }, false).failed).toBe(
      1,
    );
  });

  it('fail when there was none', () => {
    const none = { ...playwright, stats: { ...playwright.stats, expected: 0 } };
    expect(ofPlaywright(none, true).failed).toBe(1);
  });
});

describe('the closing line', () => {
  it('sums everything', () => {
    const total = sum([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 40, failed: 2, skipped: 3 },
    ]);
    expect(closingLine(total)).toBe('41 passed, 2 failed');
  });

  it('is good only when something passed and nothing failed', () => {
    expect(isGood({ passed: 3, failed: 0, skipped: 0 })).toBe(true);
    expect(isGood({ passed: 3, failed: 1, skipped: 0 })).toBe(false);
    expect(isGood({ passed: 0, failed: 0, skipped: 9 })).toBe(false);
  });
});
