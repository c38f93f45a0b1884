/**
 * The page in the practice meeting's frame: an empty shell around its script,
 * at a policy of its own, since only Homeroom may frame it.
 */
import { Hono } from 'hono';

/** What the page must be allowed: its own script and its own socket, nothing else. */
export function policyFor(publicUrl: URL): string {
  const socket = `${publicUrl.protocol === 'https:' ? 'wss:' : 'ws:'}//${publicUrl.host}`;
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    // Not every browser counts ws: to the same origin.
    `connect-src 'self' ${socket}`,
    `frame-ancestors 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Practice meeting</title>
<script type="module" src="/homeroom/practice/meeting.js"></script>
</head>
<body></body>
</html>
`;

/** `GET <base>/meeting/:room`. The pass is in the fragment and never comes here. */
export function practicePage(base: string, publicUrl: URL): Hono {
  const routes = new Hono();
  routes.get(`${base}/meeting/:room`, (c) => {
    c.header('content-security-policy', policyFor(publicUrl));
    c.header('referrer-policy', 'no-referrer');
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-cache');
    return c.html(html);
  });
  return routes;
}
