/** What of the school's look has an address of its own: its picture, and the manifest. */
import { Hono } from 'hono';
import { type Look, manifestOf } from './manifest.ts';
import { answerMark } from './mark.ts';
import { answerFile, fileOf } from './static-files.ts';

export function lookRoutes(look: Look): Hono {
  const { icon } = look;
  const manifest = fileOf(Buffer.from(manifestOf(look)), 'application/manifest+json');
  const routes = new Hono();
  if (icon) routes.get(icon.url, (c) => answerMark(c, icon));
  // As index.html names it.
  routes.get('/homeroom/homeroom.webmanifest', (c) => answerFile(c, manifest));
  return routes;
}
