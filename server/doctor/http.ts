/**
 * Requests as a stranger may write them: the path is sent as it is, nothing is put in order,
 * nothing is followed. The certificate is looked at by a check of its own, so that one that
 * has expired hides no other fault.
 */
import { request as askPlain } from 'node:http';
import { request as askSecure } from 'node:https';
import { lookupOf, type Place } from './place.ts';

export type Answer = {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** At most its first 256 kB. */
  body: string;
};

export type AskOptions = {
  method?: string;
  body?: string;
  headers?: Readonly<Record<string, string>>;
};

const timeoutMs = 10_000;
const maxBytes = 256 * 1024;

/** @throws when there is no answer */
export function ask(place: Place, path: string, options: AskOptions = {}): Promise<Answer> {
  const { url } = place;
  const send = url.protocol === 'https:' ? askSecure : askPlain;
  return new Promise((resolve, reject) => {
    const request = send({
      hostname: url.hostname.replaceAll(/[[\]]/g, ''),
      port: url.port,
      path,
      method: options.method ?? 'GET',
      headers: { host: url.host, 'user-agent': 'homeroom-doctor', ...options.headers },
      rejectUnauthorized: false,
      agent: false,
      ...lookupOf(place),
    });
    request.setTimeout(timeoutMs, () => request.destroy(new Error('no answer in time')));
    request.once('error', reject);
    request.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (body.length < maxBytes) body += text;
        else response.destroy();
      });
      response.once('error', reject);
      response.once('close', () => {
        const headers = Object.entries(response.headers).map(
          ([name, value]) => [name, String(value)] as const,
        );
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(headers),
          body,
        });
      });
    });
    request.end(options.body);
  });
}
