import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isBuilt } from './built.mjs';

/** @type {string} */
let folder;

/**
 * @param {string} path
 * @param {string} text
 */
const write = (path, text) => writeFileSync(join(folder, path), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-built-'));
  for (const made of ['src', 'src/rooms', 'dist']) mkdirSync(join(folder, made));
  write('src/rooms/list.ts', 'one');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the build', () => {
  it('is due on a fresh clone', () => {
    expect(isBuilt(folder)).toBe(false);
  });

  it('is not due when nothing has changed since', () => {
    write('dist/.built-from', fingerprint(folder));
    expect(isBuilt(folder)).toBe(true);
  });

  it.each([
    ['a source changes', 'src/rooms/list.ts', 'two'],
    ['a source is added', 'src/rooms/more.ts', ''],
    ['the lock changes', 'package-lock.json', '{}'],
  ])('is due when %s', (_, path, text) => {
    write('dist/.built-from', fingerprint(folder));
    write(path, text);
    expect(isBuilt(folder)).toBe(false);
  });

  it('is due when a source is renamed', () => {
    write('dist/.built-from', fingerprint(folder));
    rmSync(join(folder, 'src/rooms/list.ts'));
    write('src/rooms/lists.ts', 'one');
    expect(isBuilt(folder)).toBe(false);
  });

  it('does not care for tests and documents', () => {
    write('dist/.built-from', fingerprint(folder));
    write('src/rooms/list.test.ts', 'it works');
    write('README.md', 'Homeroom');
    expect(isBuilt(folder)).toBe(true);
  });
});
