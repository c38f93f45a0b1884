/** The body of a posted form, as far as it is one of ours: small and urlencoded. */
import type { IncomingMessage } from 'node:http';

/** A new password twice, of the longest that there may be, each letter written as `%XX%XX%XX`. */
const mostBytes = 24_576;

export type FormBody =
  | { kind: 'form'; fields: URLSearchParams }
  | { kind: 'too-large' }
  | { kind: 'wrong-content-type' };

export async function readForm(req: IncomingMessage): Promise<FormBody> {
  const [type] = (req.headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    return { kind: 'wrong-content-type' };
  }
  if (Number(req.headers['content-length'] ?? 0) > mostBytes) return { kind: 'too-large' };
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    if (!Buffer.isBuffer(chunk)) return { kind: 'wrong-content-type' };
    bytes += chunk.length;
    if (bytes > mostBytes) return { kind: 'too-large' };
    chunks.push(chunk);
  }
  return { kind: 'form', fields: new URLSearchParams(Buffer.concat(chunks).toString('utf8')) };
}
