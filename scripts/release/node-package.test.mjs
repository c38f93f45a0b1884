import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isWhole } from './node-package.mjs';

const bytes = Buffer.from('a package');
const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

describe("Node's package", () => {
  it('is the one that the lock names', () => {
    expect(isWhole(bytes, integrity)).toBe(true);
  });

  it.each([
    ['another content', Buffer.from('another'), integrity],
    ['a cut one', bytes.subarray(1), integrity],
    ['a weaker hash', bytes, `sha1-${createHash('sha1').update(bytes).digest('base64')}`],
    ['no hash', bytes, ''],
  ])('is not: %s', (_, given, expected) => {
    expect(isWhole(given, expected)).toBe(false);
  });
});
