/**
 * The bundle budget: what a browser loads before the signed-in list stands there,
 * against React and ReactDOM alone, built here and now by the same vite.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root } from '../folder.mjs';

const maxTimesReact = 1.5;
const maxStyle = 8_000;

/**
 * @typedef {object} Chunk an entry of vite's manifest
 * @property {string} file
 * @property {string} [name]
 * @property {string[]} [imports] keys of the manifest
 * @property {string[]} [css] files
 *
 * @typedef {Record<string, Chunk>} Manifest
 */

/**
 * Every file that loading these entries loads, without what they load later.
 * @param {Manifest} manifest
 * @param {readonly string[]} entries keys of the manifest
 */
export function filesLoaded(manifest, entries) {
  /** @type {Set<string>} */
  const seen = new Set();
  const scripts = new Set();
  const styles = new Set();
  /** @param {string} key */
  function visit(key) {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build has no ${key}.`);
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    chunk.imports?.forEach(visit);
  }
  entries.forEach(visit);
  return { scripts: [...scripts], styles: [...styles] };
}

/**
 * @param {string} folder
 * @param {readonly string[]} files
 * @returns {number} bytes, each file compressed by itself as a server sends it
 */
function compressedSize(folder, files) {
  return files
    .map((file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length)
    .reduce((total, size) => total + size, 0);
}

/** @returns {Promise<number>} bytes */
async function reactAlone() {
  const folder = join(root, '.cache', 'budget');
  const entry = join(folder, 'react-alone.js');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    entry,
    `import { createElement } from 'react';
     import { createRoot } from 'react-dom/client';
     createRoot(document.body).render(createElement('p'));`,
  );
  const outDir = join(folder, 'dist');
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2022', rollupOptions: { input: entry } },
  });
  const assets = join(outDir, 'assets');
  return compressedSize(
    assets,
    readdirSync(assets).filter((file) => file.endsWith('.js')),
  );
}

/**
 * What the list needs, each in the larger of its two shapes.
 * @param {Manifest} manifest
 */
function listEntries(manifest) {
  const pages = Object.keys(manifest).filter((key) => /^src\/rooms\/.*list.*\.tsx$/.test(key));
  const catalog = Object.keys(manifest).filter((key) => key === 'src/locales/en/shell.po');
  return ['index.html', ...pages, ...catalog];
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** @returns {Promise<boolean>} whether both budgets are kept */
async function check() {
  const web = join(root, 'dist', 'web');
  const manifest = JSON.parse(readFileSync(join(web, '.vite', 'manifest.json'), 'utf8'));
  const entries = listEntries(manifest);
  const loaded = filesLoaded(manifest, entries);
  const react = await reactAlone();
  const script = compressedSize(web, loaded.scripts);
  const style = compressedSize(web, loaded.styles);
  console.log(`The signed-in list loads ${entries.join(', ')} and what they import.`);
  console.log(
    `JavaScript ${kilobytes(script)}: ${(script / react).toFixed(3)} × React alone ` +
      `(${kilobytes(react)}); at most ${maxTimesReact} ×.`,
  );
  console.log(`CSS ${kilobytes(style)}; at most ${kilobytes(maxStyle)}.`);
  return script <= maxTimesReact * react && style <= maxStyle;
}

if (import.meta.main) process.exitCode = (await check()) ? 0 : 1;
