import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';
import { languages } from './src/locales/languages.ts';

/**
 * One catalog for each part of the application that is loaded by itself, so that
 * no page carries the sentences of another. `lingui extract` makes the files of
 * a language as soon as it stands in src/locales/languages.ts.
 */
const catalog = (name: string, ...include: string[]) => ({
  path: `src/locales/{locale}/${name}`,
  include,
  exclude: ['**/*.test.*'],
});

export default defineConfig({
  sourceLocale: 'en',
  locales: languages.map(({ tag }) => tag),
  catalogs: [
    catalog('shell', 'src/app', 'src/session', 'src/ui', 'src/live', 'src/rooms/list'),
    catalog('signing-in', 'src/session/signing-in'),
    catalog('problems', 'src/ui/problems'),
    catalog('editor', 'src/rooms/editor'),
    catalog('meeting', 'src/meeting'),
    catalog('admin', 'src/admin'),
  ].map((one, _, all) => ({
    ...one,
    // A folder inside another one's folder belongs to its own catalog alone.
    exclude: [
      ...one.exclude,
      ...all
        .flatMap(({ include }) => include)
        .filter((path) => one.include.some((outer) => path.startsWith(`${outer}/`)))
        .map((path) => `${path}/**`),
    ],
  })),
  format: formatter({ lineNumbers: false, origins: false }),
});
