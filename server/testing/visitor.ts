/** A browser as the server sees it: cookies, an origin, and JSON both ways. */
import type { App } from '../app/app.ts';

export type Answer = { status: number; headers: Headers; text: string; body: unknown };

export type Visitor = {
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** An open event stream; read it, then cancel it. */
  stream(path: string): Promise<Response>;
  cookie(name: string): string | undefined;
  setCookie(name: string, value: string): void;
};

/** @param address what the process around the app has found out of the client's */
export function createVisitor(fetch: App['fetch'], origin: string, address = ''): Visitor {
  const cookies = new Map<string, string>();

  const headers = (method: string): Headers => {
    const all = new Headers({ accept: 'application/json' });
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie) all.set('cookie', cookie);
    if (method !== 'GET') {
      all.set('origin', origin);
      all.set('content-type', 'application/json');
    }
    return all;
  };

  function remember(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
  }

  const send = (method: string, path: string, body?: unknown) =>
    fetch(
      new Request(new URL(path, origin), {
        method,
        headers: headers(method),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
      { address },
    );

  return {
    async ask(method, path, body) {
      const response = await send(method, path, body);
      remember(response);
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
      const parsed: unknown = isJson ? JSON.parse(text) : null;
      return { status: response.status, headers: response.headers, text, body: parsed };
    },
    stream: async (path) => send('GET', path),
    cookie: (name) => cookies.get(name),
    setCookie: (name, value) => void cookies.set(name, value),
  };
}
