import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';
import { languages } from './src/locales/languages.ts';

/**
 * Four catalogs, so that what is loaded first carries few sentences: the list's,
 * those of who is not signed in (and of the menu), administrators', and those of all other
 * pages.
 * `lingui extract` makes the files of a language as soon as it stands in
 * src/locales/languages.ts.
 */
const signedOut = ['src/session/signed-out', 'src/session/menu', 'src/ui/appearance'];
const pages = [
  'src/rooms/create',
  'src/rooms/editor',
  'src/rooms/find',
  'src/rooms/more',
  'src/meeting',
  'src/ui/problems',
];
const tests = '**/*.test.*';

export default defineConfig({
  sourceLocale: 'en',
  locales: languages.map(({ tag }) => tag),
  catalogs: [
    {
      path: 'src/locales/{locale}/shell',
      include: ['src/app', 'src/session', 'src/ui', 'src/rooms/list'],
      exclude: [...signedOut, ...pages].map((folder) => `${folder}/**`).concat(tests),
    },
    { path: 'src/locales/{locale}/outside', include: signedOut, exclude: [tests] },
    { path: 'src/locales/{locale}/pages', include: pages, exclude: [tests] },
    { path: 'src/locales/{locale}/admin', include: ['src/admin'], exclude: [tests] },
  ],
  format: formatter({ lineNumbers: false, origins: false }),
});
