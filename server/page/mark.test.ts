import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMark } from './mark.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mark-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function markOf(content: string | Uint8Array) {
  const path = join(folder, 'mark');
  writeFileSync(path, content);
  return readMark(path);
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';

describe("the school's mark", () => {
  it.each([
    ['bare', svg],
    ['as drawing programs save it', `\uFEFF<?xml version="1.0"?>\n<!-- made -->\n${svg}`],
  ])('is an SVG, %s', (_, content) => {
    expect(markOf(content)?.type).toBe('image/svg+xml');
  });

  it('is a PNG, told by its content and not by its name', () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
    expect(markOf(png)?.url).toMatch(/^\/homeroom\/mark\/[\w-]{12}\.png$/);
  });

  it('has another address when it has changed', () => {
    expect(markOf(svg)?.url).not.toBe(markOf(`${svg}\n`)?.url);
  });

  it.each([
    ['a page', '<!doctype html><html><svg></svg></html>'],
    ['a picture of another kind', 'GIF89a'],
    ['more than 200 kB', svg.padEnd(200_001)],
  ])('is refused: %s', (_, content) => {
    expect(markOf(content)).toBeNull();
  });

  it('is refused where there is no such file', () => {
    expect(readMark(join(folder, 'none'))).toBeNull();
  });
});
