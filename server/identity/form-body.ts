/** The body of a posted form, as far as it is one of ours: small and urlencoded. */
import type { IncomingMessage } from 'node:http';
import { readLimited } from '../http/read-limited.ts';

/** A new password twice, of the longest that there may be, each letter written as `%XX%XX%XX`. */
const maxBytes = 24_576;

export type FormBody =
  | { kind: 'form'; fields: URLSearchParams }
  | { kind: 'too-large' }
  | { kind: 'wrong-content-type' };

export async function readForm(req: IncomingMessage): Promise<FormBody> {
  const [type] = (req.headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    return { kind: 'wrong-content-type' };
  }
  const text = await readLimited(req, req.headers['content-length'], maxBytes);
  if (text === null) return { kind: 'too-large' };
  return { kind: 'form', fields: new URLSearchParams(text) };
}
