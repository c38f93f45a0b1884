/** A browser as far as signing in needs one: it keeps cookies by path and follows redirects. */
type Cookie = { name: string; value: string; path: string };

export type Page = { url: string; status: number; text: string; headers: Headers };

export class Browser {
  cookies: Cookie[] = [];
  /** Every address that was visited on the way. */
  visited: string[] = [];
  readonly headers: Record<string, string>;
  /** Where addresses of a public origin are really answered: a proxy, so to say. */
  readonly #proxied: ReadonlyMap<string, string>;

  constructor(
    headers: Record<string, string> = {},
    proxied: ReadonlyMap<string, string> = new Map(),
  ) {
    this.headers = headers;
    this.#proxied = proxied;
  }

  /** Follows redirects until a page, or until `stopAt` would be opened. */
  async open(url: string, init: RequestInit = {}, stopAt = '/homeroom/signed-in'): Promise<Page> {
    this.visited.push(url);
    const answer = await fetch(this.#reach(url), {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: this.#cookieFor(url),
        ...this.headers,
        ...headersOf(init),
      },
    });
    this.#keep(answer, url);
    const location = answer.headers.get('location');
    if (location === null) {
      return { url, status: answer.status, text: await answer.text(), headers: answer.headers };
    }
    await answer.arrayBuffer();
    const next = new URL(location, url);
    if (next.pathname === stopAt) {
      this.visited.push(next.href);
      return { url: next.href, status: answer.status, text: '', headers: answer.headers };
    }
    return this.open(next.href, {}, stopAt);
  }

  /** Posts a form to the page that it stands on, as a browser does. */
  submit(page: Page, fields: Record<string, string>, headers: Record<string, string> = {}) {
    return this.open(page.url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: new URL(page.url).origin, ...headers },
    });
  }

  #reach(url: string): string {
    const { origin } = new URL(url);
    return (this.#proxied.get(origin) ?? origin) + url.slice(origin.length);
  }

  #cookieFor(url: string): string {
    const { pathname } = new URL(url);
    return this.cookies
      .filter(({ path }) => path === '/' || pathname === path || pathname.startsWith(`${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  #keep(answer: Response, url: string): void {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? new URL(url).pathname;
      this.cookies = this.cookies.filter((one) => one.name !== name || one.path !== path);
      if (value !== '') this.cookies.push({ name, value, path });
    }
  }
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
