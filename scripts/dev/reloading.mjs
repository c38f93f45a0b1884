/** Adds to the browser's build what loads its pages anew after the next one. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../folder.mjs';

const script = '<script src="/homeroom/dev-reload.js" async></script>';

export function letPagesReload() {
  const web = join(root, 'dist', 'web');
  const page = join(web, 'index.html');
  const html = readFileSync(page, 'utf8');
  if (!html.includes(script)) writeFileSync(page, html.replace('</head>', `${script}</head>`));
  copyFileSync(join(import.meta.dirname, 'reload.js'), join(web, 'dev-reload.js'));
  writeFileSync(join(web, 'dev-build.txt'), `${Date.now()}`);
}
