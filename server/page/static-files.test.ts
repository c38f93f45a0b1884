import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStaticFiles } from './static-files.ts';

const script = 'export const greeting = "Good morning";\n'.repeat(40);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-files-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'app.js'), script);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As the build does. */
function compress(): void {
  writeFileSync(join(folder, 'assets', 'app.js.br'), brotliCompressSync(script));
  writeFileSync(join(folder, 'assets', 'app.js.gz'), gzipSync(script));
}

async function ask(path: string, accepted: string): Promise<Response> {
  const files = readStaticFiles(folder);
  const app = new Hono().get('/*', (c) => files.serve(c, c.req.path.slice(1)) ?? c.body(null, 404));
  return app.request(path, { headers: { 'accept-encoding': accepted } });
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('a file of the build', () => {
  it('comes compressed as the build has left it', async () => {
    compress();
    const br = await ask('/assets/app.js', 'gzip, deflate, br');
    expect(br.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(await bytesOf(br)).toString()).toBe(script);
    const gzip = await ask('/assets/app.js', 'gzip');
    expect(gzip.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(await bytesOf(gzip)).toString()).toBe(script);
    const plain = await ask('/assets/app.js', '');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(script);
  });

  it('comes as it is where the build has compressed nothing, as while developing', async () => {
    const plain = await ask('/assets/app.js', 'gzip, deflate, br');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(script);
  });

  it('has one address: its twins have none of their own', async () => {
    compress();
    expect((await ask('/assets/app.js.br', 'br')).status).toBe(404);
    expect((await ask('/assets/app.js.gz', 'gzip')).status).toBe(404);
  });
});
