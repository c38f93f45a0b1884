import { describe, expect, it } from 'vitest';
import { howToGet, neededParts, parts } from './parts.mjs';

describe('the real parts', () => {
  it('are not asked for when they are left out by name', () => {
    const names = neededParts(['chromium']).map((part) => part.name);
    expect(names).not.toContain('chromium');
  });

  it('cannot be left out by a wrong name, which would test less than one thinks', () => {
    expect(() => neededParts(['chrome'])).toThrow(/no such part.*chromium/);
  });

  it('say so when they need root', () => {
    const samba = parts.filter((part) => part.name === 'samba');
    expect(samba.map(howToGet)).toEqual([expect.stringContaining('run the tests as root')]);
  });

  it.each(parts)('say how to get $name, and how to do without', (part) => {
    expect(howToGet(part)).toContain(`--without=${part.name}`);
  });
});
