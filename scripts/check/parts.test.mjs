import { describe, expect, it } from 'vitest';
import { howToGet, neededParts, parts, whyTooOld } from './parts.mjs';

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

describe('Firefox', () => {
  const firefox = parts.find((part) => part.name === 'firefox');
  if (!firefox) throw new Error('no Firefox');
  const inVersion = (/** @type {string} */ version) =>
    whyTooOld(firefox, () => `Mozilla Firefox ${version}`);

  it('of Debian’s first release is too old, which is said in words', () => {
    expect(inVersion('140.12.0esr')).toMatch(
      /140\.12\.0esr.*need 153 or newer.*--without=firefox/s,
    );
  });

  it.each(['153.7.0esr', '153.0', '166.0'])('may be %s', (version) => {
    expect(inVersion(version)).toBeNull();
  });

  it('is of no use when it does not start', () => {
    expect(whyTooOld(firefox, () => null)).toContain('does not run');
  });
});
