/**
 * The browser's build, read once at start and kept in memory with the compressed
 * twins that the build has laid beside it (`app.js.br`, `app.js.gz`): a few hundred
 * kilobytes. Hashed names are cached for ever.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
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
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = new Set(
    entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name)),
  );
  for (const path of paths) {
    const type = types[extname(path)];
    const name = path.slice(folder.length + 1);
    // The build's manifest and the page's template are not served.
    if (!type || name.startsWith('.')) continue;
    files.set(name, readFile(path, paths, name.startsWith('assets/'), type));
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

function readFile(path: string, names: ReadonlySet<string>, isHashed: boolean, type: string): File {
  const twin = (ending: string) => (names.has(path + ending) ? readFileSync(path + ending) : null);
  const [br, gzip] = [twin('.br'), twin('.gz')];
  return {
    ...plainFile(readFileSync(path), type),
    isHashed,
    ...(br ? { br } : {}),
    ...(gzip ? { gzip } : {}),
  };
}

function plainFile(plain: Buffer<ArrayBuffer>, type: string): File {
  const digest = createHash('sha256').update(plain).digest('base64url');
  return { type, etag: `"${digest.slice(0, 22)}"`, isHashed: false, plain };
}

/** One that no build has made. It is asked for anew each time, and sent only when it has changed. */
export function fileOf(plain: Buffer<ArrayBuffer>, type: string): File {
  const file = plainFile(plain, type);
  return isText(type) ? { ...file, gzip: gzipSync(plain) } : file;
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
