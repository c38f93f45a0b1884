import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { compressTexts } from './compressed.mjs';

it('compresses each text of the build, and no picture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-compressed-'));
  mkdirSync(join(folder, 'assets'));
  const text = 'a { color: red }\n'.repeat(50);
  writeFileSync(join(folder, 'assets', 'app.css'), text);
  writeFileSync(join(folder, 'icon.png'), text);
  compressTexts(folder);
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name));
  expect(brotliDecompressSync(read('assets/app.css.br')).toString()).toBe(text);
  expect(gunzipSync(read('assets/app.css.gz')).toString()).toBe(text);
  expect(readdirSync(folder).toSorted()).toEqual(['assets', 'icon.png']);
  rmSync(folder, { recursive: true });
});
