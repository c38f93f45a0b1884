import { describe, expect, it } from 'vitest';
import { aside, closingLine, isGood, ofPlaywright, ofVitest, sum } from './outcome.mjs';

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
    expect(ofVitest(vitest, true)).toEqual({ passed: 40, failed: 0, skipped: 2, flaky: 0 });
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
    expect(ofPlaywright(playwright, true)).toEqual({ passed: 9, failed: 0, skipped: 1, flaky: 0 });
  });

  it('say which passed only when tried once more', () => {
    const flaky = ofPlaywright({ ...playwright, stats: { ...playwright.stats, flaky: 1 } }, true);
    expect(flaky).toEqual({ passed: 10, failed: 0, skipped: 1, flaky: 1 });
    expect(aside(flaky)).toContain('1 passed only when tried once more');
  });

  it('fail when one fails twice', () => {
    const twice = { ...playwright, stats: { ...playwright.stats, unexpected: 1 } };
    expect(ofPlaywright(twice, false).failed).toBe(1);
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
      { passed: 1, failed: 0, skipped: 0, flaky: 0 },
      { passed: 40, failed: 2, skipped: 3, flaky: 0 },
    ]);
    expect(closingLine(total)).toBe('41 passed, 2 failed');
  });

  it('is good only when something passed and nothing failed', () => {
    expect(isGood({ passed: 3, failed: 0, skipped: 0, flaky: 0 })).toBe(true);
    expect(isGood({ passed: 3, failed: 1, skipped: 0, flaky: 0 })).toBe(false);
    expect(isGood({ passed: 0, failed: 0, skipped: 9, flaky: 0 })).toBe(false);
  });
});
