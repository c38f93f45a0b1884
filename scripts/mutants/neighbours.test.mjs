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

it('takes the tests that import a file themselves, then those beside it that reach it', () => {
  expect(neighboursOf('a/rule.ts', tests, importsOf)).toEqual({
    own: ['a/rule.test.ts', 'b/direct.test.ts'],
    beside: ['a/rule.test.ts', 'a/store.test.ts', 'b/direct.test.ts'],
  });
  expect(neighboursOf('a/store.ts', tests, importsOf)).toMatchObject({ own: ['a/store.test.ts'] });
});

it('finds the tests of this project', () => {
  const { own } = neighboursOf('server/rooms/policy.ts', quickTests(root), readImports(root));
  expect(own).toContain('server/rooms/policy-table.test.ts');
  expect(own).not.toContain('server/main.test.ts');
});
