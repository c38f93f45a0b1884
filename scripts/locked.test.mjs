import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './folder.mjs';
import { belonging, thisMachine } from './locked.mjs';

const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' };

/** @param {string | string[]} os */
const lockFor = (os) => ({
  packages: {
    '': { optionalDependencies: { native: '1.0.0' } },
    'node_modules/native': { version: '1.0.0', optional: true, os },
  },
});

describe('a package that is chosen by the machine', () => {
  it.each(['linux', ['darwin', 'linux'], '!win32'])('belongs here by %j', (os) => {
    expect([...belonging(lockFor(os), machine)]).toEqual(['node_modules/native']);
  });

  it.each(['darwin', ['darwin', 'win32'], '!linux'])('does not belong here by %j', (os) => {
    expect([...belonging(lockFor(os), machine)]).toEqual([]);
  });
});

describe('a package that two others need in two versions', () => {
  const lock = {
    packages: {
      '': { dependencies: { one: '1.0.0', two: '1.0.0' } },
      'node_modules/one': { version: '1.0.0', dependencies: { shared: '1.0.0' } },
      'node_modules/two': { version: '1.0.0', dependencies: { shared: '2.0.0' } },
      'node_modules/two/node_modules/shared': { version: '2.0.0' },
      'node_modules/shared': { version: '1.0.0' },
      'node_modules/nobody-needs-me': { version: '1.0.0' },
    },
  };

  it('is found where Node finds it', () => {
    expect([...belonging(lock, machine)].toSorted()).toEqual([
      'node_modules/one',
      'node_modules/shared',
      'node_modules/two',
      'node_modules/two/node_modules/shared',
    ]);
  });
});

/** @param {string} file */
const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

describe('the tree that is installed here', () => {
  it('is what the lock names for this machine, and nothing else of the lock', () => {
    const lock = read('package-lock.json');
    const installed = Object.keys(read('node_modules/.package-lock.json').packages);
    const named = installed.filter((path) => lock.packages[path] !== undefined);
    expect([...belonging(lock, thisMachine())].toSorted()).toEqual(named.toSorted());
  });
});
