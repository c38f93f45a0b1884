import { expect, it } from 'vitest';
import { root } from '../folder.mjs';
import { neighboursOf, readImports, quickTests } from './neighbours.mjs';

/** @type {Record<string, string[]>} */
const imports = {
  'a/rule.ts': [],
  'a/store.ts': ['a/rule.ts'],
  'app/app.ts': ['a/store.ts'],
  'a/rule.test.ts': ['a/rule.ts'],
  'a/store.test.ts': ['app/app.ts'],
  'a/other.test.ts': [],
  'app/app.test.ts': ['app/app.ts'],
  'b/direct.test.ts': ['a/rule.ts'],
};
const tests = Object.keys(imports).filter((path) => path.endsWith('.test.ts'));
/** @param {string} path */
const importsOf = (path) => imports[path] ?? [];

it('takes the tests beside a file that reach it, and those that import it', () => {
  expect(neighboursOf('a/rule.ts', tests, importsOf)).toEqual([
    'a/rule.test.ts',
    'a/store.test.ts',
    'b/direct.test.ts',
  ]);
});

it('finds the tests of this project', () => {
  const found = neighboursOf('server/rooms/policy.ts', quickTests(root), readImports(root));
  expect(found).toContain('server/rooms/policy-table.test.ts');
  expect(found).not.toContain('server/main.test.ts');
});
