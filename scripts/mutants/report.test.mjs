import { expect, it } from 'vitest';
import { lineOf, mutantsOf, placesOf, scoreOf, together } from './report.mjs';

/** @param {number} line @param {string} status */
const mutant = (line, status) => ({
  status,
  mutatorName: 'BooleanLiteral',
  replacement: 'false',
  location: { start: { line, column: 3 }, end: { line, column: 7 } },
});
const first = [mutant(1, 'Killed'), mutant(2, 'Survived'), mutant(3, 'NoCoverage')];

it('counts what was killed, or hung, of what was tried', () => {
  const all = [...first, mutant(4, 'Timeout'), mutant(5, 'Ignored'), mutant(6, 'RuntimeError')];
  expect(scoreOf(mutantsOf({ files: { a: { mutants: all } } }))).toMatchObject({
    tried: 4,
    failed: 1,
    percent: 50,
    survivors: [{ location: { start: { line: 2 } } }, { location: { start: { line: 3 } } }],
  });
});

it('takes what survived as the second tests found it, and nothing else', () => {
  const second = [mutant(1, 'Survived'), mutant(3, 'Killed')];
  expect(together(first, second).map(({ status }) => status)).toEqual([
    'Killed',
    'Survived',
    'Killed',
  ]);
});

it('says where it is, and whether any test came there', () => {
  const two = [mutant(2, 'Survived'), mutant(2, 'NoCoverage')];
  expect(placesOf('server/a.ts', two)).toEqual(['server/a.ts:2-2']);
  expect(lineOf(mutant(2, 'Survived'))).toBe('  line 2: BooleanLiteral → false');
  expect(lineOf(mutant(3, 'NoCoverage'))).toContain('no test comes here');
});
