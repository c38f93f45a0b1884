/**
 * Part of the browser's build: renders the front door ahead in each language and
 * leaves it to the server, with the style and the scripts that it needs first.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { filesLoaded } from '../check/budget.mjs';
import { root } from '../folder.mjs';

/** What is loaded first at the front door; keys of vite's manifest. */
const page = 'src/session/outside/front-door.tsx';

/**
 * @param {() => import('vite').PluginOption[]} plugins those of the browser's build, made anew
 * @param {NonNullable<import('vite').UserConfig['resolve']>} resolve
 * @returns {import('vite').Plugin}
 */
export function frontDoor(plugins, resolve) {
  /** @type {string} */
  let outDir;
  return {
    name: 'front-door',
    apply: 'build',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      const folder = join(root, '.cache', 'front-door');
      await build({
        configFile: false,
        root,
        logLevel: 'error',
        plugins: plugins(),
        resolve,
        ssr: { noExternal: true },
        build: {
          ssr: 'src/app/front-door-html.tsx',
          outDir: folder,
          emptyOutDir: true,
          minify: false,
          rollupOptions: { output: { entryFileNames: 'render.mjs' } },
        },
      });
      // The fields ask what the browser remembers: this one remembers nothing.
      Object.assign(globalThis, { document: { cookie: '', documentElement: {} } });
      const { renderFrontDoors } = await import(pathToFileURL(join(folder, 'render.mjs')).href);
      const doors = await renderFrontDoors();
      Object.assign(globalThis, { document: undefined });
      const manifest = JSON.parse(readFileSync(join(outDir, '.vite', 'manifest.json'), 'utf8'));
      const { styles } = filesLoaded(manifest, ['index.html', page]);
      const style = styles.map((file) => readFileSync(join(outDir, file), 'utf8')).join('');
      const firstScripts = (/** @type {string} */ tag) =>
        filesLoaded(manifest, [
          'index.html',
          page,
          `src/locales/${tag}/shell.po`,
          `src/locales/${tag}/outside.po`,
        ]).scripts;
      mkdirSync(join(outDir, '.vite'), { recursive: true });
      writeFileSync(
        join(outDir, '.vite', 'front-door.json'),
        JSON.stringify({
          style,
          doors: doors.map((/** @type {{ tag: string }} */ door) => ({
            ...door,
            scripts: firstScripts(door.tag),
          })),
        }),
      );
    },
  };
}
