/**
 * The files of the school's branding that have an address of their own: the icon and the manifest.
 */
import { Hono } from 'hono';
import { type Branding, manifestOf } from './manifest.ts';
import { answerLogo } from './logo.ts';
import { answerFile, fileOf } from './static-files.ts';

export function brandingRoutes(branding: Branding): Hono {
  const { icon } = branding;
  const manifest = fileOf(Buffer.from(manifestOf(branding)), 'application/manifest+json');
  const routes = new Hono();
  if (icon) routes.get(icon.url, (c) => answerLogo(c, icon));
  // As index.html names it.
  routes.get('/homeroom/homeroom.webmanifest', (c) => answerFile(c, manifest));
  return routes;
}
