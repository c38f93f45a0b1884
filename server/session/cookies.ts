/**
 * Two cookies, both HttpOnly. On https they carry the `__Host-` prefix (RFC
 * 6265bis, 4.1.3.2): no other host and no other path can set them. On loopback
 * there is no https, and some browsers drop Secure cookies there.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';

export type CookieJar = {
  sessionOf(c: Context): string | undefined;
  /** The same of a request's `Cookie` header. */
  sessionIn(cookies: string | undefined): string | undefined;
  setSessionCookie(c: Context, value: string): void;
  clearSessionCookie(c: Context): void;
  /** The value that binds a sign-in under way to this browser. */
  browserOf(c: Context): string | undefined;
  setBrowserCookie(c: Context, value: string): void;
};

/** Seconds that a sign-in may take. */
export const signInSeconds = 600;

export function cookieJar(isSecure: boolean): CookieJar {
  const prefix = isSecure ? '__Host-' : '';
  const session = `${prefix}homeroom`;
  const browser = `${prefix}homeroom-sign-in`;
  const shape = { path: '/', httpOnly: true, secure: isSecure } as const;
  return {
    sessionOf: (c) => getCookie(c, session),
    sessionIn: (cookies = '') => parse(cookies, session)[session],
    // Lax, so that somebody who is signed in stays so when following a link from a timetable or a
    // mail.
    setSessionCookie: (c, value) => setCookie(c, session, value, { ...shape, sameSite: 'Lax' }),
    clearSessionCookie: (c) => void deleteCookie(c, session, shape),
    browserOf: (c) => getCookie(c, browser),
    setBrowserCookie: (c, value) =>
      setCookie(c, browser, value, { ...shape, sameSite: 'Strict', maxAge: signInSeconds }),
  };
}
