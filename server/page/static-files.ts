/**
 * The browser's build, read once at start and kept in memory with its compressed
 * twins: a few hundred kilobytes. Hashed names are cached for ever.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { type FrontDoor, readFrontDoor } from './front-door.ts';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
};

type File = {
  type: string;
  etag: string;
  isHashed: boolean;
  plain: Buffer<ArrayBuffer>;
  br?: Buffer<ArrayBuffer>;
  gzip?: Buffer<ArrayBuffer>;
};

export type StaticFiles = {
  /** index.html, for the page. */
  html: string;
  /** What who has no session sees first; `null` in a build that made none. */
  frontDoor: FrontDoor | null;
  /** The file at this path below /homeroom/, or `null`. */
  serve(c: Context, path: string): Response | null;
};

const isText = (type: string): boolean => /^(?:text|application)\/|svg/.test(type);

/** @throws when the folder is not there: the browser's part was not built */
export function readStaticFiles(folder: string): StaticFiles {
  const files = new Map<string, File>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const type = types[extname(entry.name)];
    const name = path.slice(folder.length + 1);
    // The build's own manifest and the page's template are nobody's to fetch.
    if (entry.isFile() && type && !name.startsWith('.'))
      files.set(name, readFile(path, name, type));
  }
  return {
    html: readFileSync(join(folder, 'index.html'), 'utf8'),
    frontDoor: readFrontDoor(folder),
    serve(c, path) {
      const file = files.get(path);
      return file ? answerFile(c, file) : null;
    },
  };
}

const readFile = (path: string, name: string, type: string): File => ({
  ...fileOf(readFileSync(path), type),
  isHashed: name.startsWith('assets/'),
});

/** One that is asked for anew each time, and sent only when it has changed. */
export function fileOf(plain: Buffer<ArrayBuffer>, type: string): File {
  const digest = createHash('sha256').update(plain).digest('base64url');
  const file = { type, etag: `"${digest.slice(0, 22)}"`, isHashed: false, plain };
  if (!isText(type)) return file;
  return { ...file, br: brotliCompressSync(plain), gzip: gzipSync(plain) };
}

export function answerFile(c: Context, file: File): Response {
  const headers = new Headers({
    'content-type': file.type,
    etag: file.etag,
    vary: 'accept-encoding',
    'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (c.req.header('if-none-match') === file.etag)
    return new Response(null, { status: 304, headers });
  const accepted = c.req.header('accept-encoding') ?? '';
  const coding =
    file.br && /\bbr\b/.test(accepted)
      ? 'br'
      : file.gzip && /\bgzip\b/.test(accepted)
        ? 'gzip'
        : null;
  const body = (coding && file[coding]) ?? file.plain;
  if (coding) headers.set('content-encoding', coding);
  headers.set('content-length', String(body.byteLength));
  return new Response(c.req.method === 'HEAD' ? null : body, { headers });
}
