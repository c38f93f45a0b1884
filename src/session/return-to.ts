/**
 * Where to go after signing in. Only Homeroom's own pages: an address that came
 * from elsewhere must not lead a freshly signed-in person off the site.
 */
import { paths } from '../../server/contract/paths.ts';

/** The path if it is one of ours, else the start page. `//host`, `/\host` and Jitsi's are not. */
export function safeReturn(path: string, origin: string): string {
  if (!path.startsWith('/') || !URL.canParse(path, origin)) return paths.home;
  const url = new URL(path, origin);
  const isOurs = url.pathname === '/' || url.pathname.startsWith('/homeroom/');
  const isPage = !/^\/homeroom\/(?:api|oidc|assets|practice|signed-in)(?:\/|$)/.test(url.pathname);
  return url.origin === origin && isOurs && isPage ? url.pathname + url.search : paths.home;
}
