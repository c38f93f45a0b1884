/**
 * How `npm run mutants` breaks the rules one by one and sees whether a test fails. It is no part
 * of `npm test`, since it takes an hour; what survived, and why, stands in docs/mutants.md.
 */
export default {
  testRunner: 'vitest',
  // TypeScript 7 cannot be asked to rewrite one, and the sandbox lies inside the project.
  tsconfigFile: 'none',
  vitest: { configFile: 'scripts/mutants/vitest.config.ts' },
  mutate: [
    'server/rooms/policy.ts',
    'server/{pass,lessons,session}/*.ts',
    '!server/**/*.test.ts',
    '!server/**/tables.ts',
  ],
  // The sandbox is a copy of the project, made for each file.
  ignorePatterns: ['.cache', 'dist', 'docs', 'public'],
  ignoreStatic: true,
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 20_000,
  tempDirName: '.cache/stryker',
  reporters: ['html', 'json'],
  htmlReporter: { fileName: '.cache/mutants.html' },
  jsonReporter: { fileName: '.cache/mutants.json' },
};
