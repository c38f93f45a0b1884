/** A person without a browser: signs in as the page does, and keeps the cookies. */
import { createHash, randomBytes } from 'node:crypto';

const clientId = 'homeroom';

/** @returns {Map<string, string>} */
const noCookies = () => new Map();

/** @param {string} text */
const challengeOf = (text) => createHash('sha256').update(text).digest('base64url');

export class Visitor {
  /** @param {string} url Homeroom's address */
  constructor(url) {
    this.url = url;
    this.cookies = noCookies();
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** @param {Response} response */
  #keepCookies(response) {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /**
   * @param {string} address
   * @param {Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }} [init]
   */
  async fetch(address, init = {}) {
    const headers = { ...init.headers, origin: this.url, cookie: this.cookie };
    const response = await fetch(new URL(address, this.url), {
      redirect: 'manual',
      ...init,
      headers,
    });
    this.#keepCookies(response);
    return response;
  }

  /**
   * @param {string} path
   * @param {unknown} body
   * @returns {Promise<any>}
   */
  async post(path, body) {
    const response = await this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }

  /**
   * @param {string} address
   * @returns {Promise<URL>} where the redirections end
   */
  async #follow(address) {
    const response = await this.fetch(address);
    const next = response.headers.get('location');
    const here = new URL(address, this.url);
    if (next === null) return here;
    const there = new URL(next, here);
    return there.searchParams.has('code') ? there : this.#follow(there.href);
  }

  /**
   * @param {string} login
   * @param {string} password
   */
  async signIn(login, password) {
    const start = await this.post('/homeroom/api/sign-in', {});
    const verifier = randomBytes(32).toString('base64url');
    const question = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      scope: start.scope,
      redirect_uri: start.redirectUri,
      nonce: start.nonce,
      state: 'bench',
      code_challenge: challengeOf(verifier),
      code_challenge_method: 'S256',
    });
    const page = await this.#follow(`${start.issuer}/auth?${question.toString()}`);
    const form = await this.fetch(page.href, {
      method: 'POST',
      body: new URLSearchParams({ login, password }),
    });
    const next = form.headers.get('location');
    if (next === null) throw new Error(`${login} was not signed in: ${form.status}`);
    const back = await this.#follow(new URL(next, page).href);
    const token = await this.fetch(`${start.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        code: back.searchParams.get('code') ?? '',
        redirect_uri: start.redirectUri,
        code_verifier: verifier,
      }),
    });
    /** @type {any} */
    const { id_token: idToken, access_token: accessToken } = await token.json();
    const iss = back.searchParams.get('iss') ?? start.issuer;
    await this.post('/homeroom/api/session', { idToken, accessToken, iss });
    return this;
  }
}
