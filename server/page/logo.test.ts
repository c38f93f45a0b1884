import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLogo } from './logo.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logo-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function logoOf(content: string | Uint8Array) {
  const path = join(folder, 'logo');
  writeFileSync(path, content);
  return readLogo(path);
}

/** No picture, but as much of one as tells what it is. */
function pngOf(width: number, height: number, colourType: number): Buffer {
  const png = Buffer.alloc(33);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt8(colourType, 25);
  return png;
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';

describe("the school's logo", () => {
  it.each([
    ['bare', svg],
    ['as drawing programs save it', `\uFEFF<?xml version="1.0"?>\n<!-- made -->\n${svg}`],
  ])('is an SVG, %s', (_, content) => {
    expect(logoOf(content)?.type).toBe('image/svg+xml');
  });

  it('is a PNG, told by its content and not by its name', () => {
    expect(logoOf(pngOf(9, 9, 6))?.url).toMatch(/^\/homeroom\/logo\/[\w-]{12}\.png$/);
  });

  it('has the size that the PNG says, and every size as an SVG', () => {
    expect(logoOf(pngOf(300, 200, 6))?.size).toEqual({ width: 300, height: 200 });
    expect(logoOf(svg)?.size).toBe('any');
  });

  it.each([
    ['colour', 2, true],
    ['grey', 0, true],
    ['colour with transparency', 6, false],
    ['a palette, which may have it', 3, false],
  ])('brings its own ground as a PNG of %s: %s', (_, colourType, isOpaque) => {
    expect(logoOf(pngOf(9, 9, colourType))?.isOpaque).toBe(isOpaque);
  });

  it('has another address when it has changed', () => {
    expect(logoOf(svg)?.url).not.toBe(logoOf(`${svg}\n`)?.url);
  });

  it.each([
    ['a page', '<!doctype html><html><svg></svg></html>'],
    ['a picture of another kind', 'GIF89a'],
    ['half a PNG', pngOf(9, 9, 6).subarray(0, 20)],
    ['more than 200 kB', svg.padEnd(200_001)],
  ])('is refused: %s', (_, content) => {
    expect(logoOf(content)).toBeNull();
  });

  it('is refused where there is no such file', () => {
    expect(readLogo(join(folder, 'none'))).toBeNull();
  });
});
