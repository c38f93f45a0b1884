import { describe, expect, it } from 'vitest';
import { compare, isComplete, lacksOnlyOptional } from './installed.mjs';

const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const lock = {
  packages: {
    '': { version: '0.1.0', dependencies: { hono: '4.13.19', compiler: '1.0.0' } },
    'node_modules/hono': { version: '4.13.19' },
    'node_modules/compiler': {
      version: '1.0.0',
      optionalDependencies: { native: '1.0.0', foreign: '1.0.0' },
    },
    'node_modules/native': { version: '1.0.0', optional: true, os: ['linux'], libc: ['glibc'] },
    'node_modules/foreign': {
      version: '1.0.0',
      optional: true,
      cpu: ['wasm32'],
      dependencies: { runtime: '1.0.0' },
    },
    'node_modules/runtime': { version: '1.0.0', optional: true },
  },
};
const there = {
  packages: {
    'node_modules/hono': { version: '4.13.19' },
    'node_modules/compiler': { version: '1.0.0' },
    'node_modules/native': { version: '1.0.0', optional: true },
  },
};

/** @param {Record<string, import('./locked.mjs').Locked>} packages */
const plus = (packages) => ({ packages: { ...there.packages, ...packages } });

/** @param {string[]} names */
function without(...names) {
  const left = Object.entries(there.packages).filter(
    ([path]) => !names.includes(path.replace('node_modules/', '')),
  );
  return { packages: Object.fromEntries(left) };
}

describe('what is installed', () => {
  it('is complete without the packages for other machines', () => {
    expect(isComplete(compare(lock, there, machine))).toBe(true);
  });

  it('is incomplete on a fresh clone, or when npm was interrupted', () => {
    expect(isComplete(compare(lock, null, machine))).toBe(false);
  });

  it('is incomplete when an older Node has left out the compiler of this machine', () => {
    const compared = compare(lock, without('native'), machine);
    expect(compared.missing).toEqual(['node_modules/native']);
    expect(lacksOnlyOptional(lock, compared)).toBe(true);
  });

  it('is to be installed anew when more than that is missing', () => {
    const compared = compare(lock, without('native', 'hono'), machine);
    expect(lacksOnlyOptional(lock, compared)).toBe(false);
  });

  it.each([
    ['a package', { 'node_modules/hono': { version: '4.14.0' } }],
    ['an optional package', { 'node_modules/native': { version: '0.9.0', optional: true } }],
  ])('is incomplete with another version of %s', (_, packages) => {
    const compared = compare(lock, plus(packages), machine);
    expect(isComplete(compared)).toBe(false);
    expect(lacksOnlyOptional(lock, compared)).toBe(false);
  });

  it('has too much when npm has installed what only another machine needs', () => {
    const more = plus({ 'node_modules/runtime': { version: '1.0.0', optional: true } });
    expect(compare(lock, more, machine).needless).toEqual(['node_modules/runtime']);
  });

  it('keeps what somebody has installed by hand', () => {
    const more = plus({ 'node_modules/left-pad': { version: '1.3.0' } });
    expect(compare(lock, more, machine).needless).toEqual([]);
  });
});
