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

/** What is loaded first, at the front door and behind it; keys of vite's manifest. */
const door = 'src/session/signed-out/front-door.tsx';
const list = 'src/rooms/list/rooms-page.tsx';

/**
 * @param {() => import('vite').PluginOption[]} plugins those of the browser's build, made anew
 * @returns {import('vite').Plugin}
 */
export function frontDoor(plugins) {
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
        ssr: { noExternal: true },
        build: {
          ssr: 'src/app/front-door-html.tsx',
          outDir: folder,
          emptyOutDir: true,
          minify: false,
          rollupOptions: { output: { entryFileNames: 'render.mjs' } },
        },
      });
      // The fields read what the browser has stored; here nothing is stored.
      Object.assign(globalThis, { document: { cookie: '', documentElement: {} } });
      const { renderFrontDoors, logo } = await import(
        pathToFileURL(join(folder, 'render.mjs')).href
      );
      const doors = await renderFrontDoors();
      Object.assign(globalThis, { document: undefined });
      const manifest = JSON.parse(readFileSync(join(outDir, '.vite', 'manifest.json'), 'utf8'));
      const { styles } = filesLoaded(manifest, ['index.html', door]);
      const style = styles.map((file) => readFileSync(join(outDir, file), 'utf8')).join('');
      /** @param {...(string | undefined)} keys of the manifest, beside the page itself */
      const loadedWith = (...keys) =>
        filesLoaded(manifest, ['index.html', ...keys.filter((key) => key !== undefined)]);
      /** @param {string} tag */
      const scripts = (tag) => {
        const [shell, more] = ['shell', 'outside'].map((name) => `src/locales/${tag}/${name}.po`);
        return {
          scripts: loadedWith(door, shell, more).scripts,
          listScripts: loadedWith(list, shell).scripts,
        };
      };
      mkdirSync(join(outDir, '.vite'), { recursive: true });
      writeFileSync(
        join(outDir, '.vite', 'front-door.json'),
        JSON.stringify({
          style,
          logo,
          listStyles: loadedWith(list).styles.filter((file) => !loadedWith().styles.includes(file)),
          doors: doors.map((/** @type {{ tag: string }} */ one) => ({
            ...one,
            ...scripts(one.tag),
          })),
        }),
      );
    },
  };
}
