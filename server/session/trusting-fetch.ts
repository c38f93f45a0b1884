/**
 * `fetch` over TLS that trusts one authority: the school's own. Node's own `fetch` can
 * be told so for the whole process only, where LDAP and the meeting server are asked too.
 */
import { Agent, request } from 'node:https';
import { type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** @param ca PEM. Redirects are answered as they come, and not followed. */
export function fetchTrusting(ca: string): typeof fetch {
  const agent = new Agent({ ca, keepAlive: true });
  return async (input, init) => {
    const asked = new Request(input, init);
    // A provider on this very machine may speak plainly.
    if (!asked.url.startsWith('https:')) return fetch(asked);
    const body = Buffer.from(await asked.arrayBuffer());
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const { method, signal } = asked;
    const headers = Object.fromEntries(asked.headers);
    const outgoing = request(asked.url, { agent, method, headers, signal }, (incoming) => {
      responseOf(incoming).then(resolve, reject);
    });
    outgoing.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    outgoing.end(body);
    return promise;
  };
}

async function responseOf(incoming: IncomingMessage): Promise<Response> {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const body = await buffer(incoming);
  const status = incoming.statusCode ?? 500;
  return new Response(body.length === 0 ? null : body, { status, headers });
}
