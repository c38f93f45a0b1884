/**
 * Two builds: `vite build` makes the browser's part (dist/web), and
 * `vite build --mode server` the server as one file (dist/homeroom.js), so that
 * it runs without node_modules.
 */
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { frontDoor } from './scripts/build/front-door.mjs';
import project from './package.json' with { type: 'json' };
import { build, defineConfig, type Plugin, type Rolldown, type UserConfig } from 'vite';

type ChunkName = Exclude<Rolldown.CodeSplittingGroup['name'], string>;

/**
 * The practice meeting's external_api.js: loaded as a classic script, as Jitsi's
 * is, so it can share no chunk with the rest and is built by itself.
 */
const practiceApi: Plugin = {
  name: 'practice-external-api',
  apply: 'build',
  async closeBundle() {
    await build({
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: 'dist/web',
        emptyOutDir: false,
        copyPublicDir: false,
        target: 'es2022',
        rollupOptions: {
          input: 'src/practice/external-api.ts',
          output: { format: 'iife', entryFileNames: 'practice/external_api.js' },
        },
      },
    });
  },
};

/** What the first load is made of: the application, and the list of who is signed in. */
const firstLoaded = ['/src/main.tsx', '/src/rooms/list/rooms-page.tsx'];

/**
 * All that these two import without delay is one file. Left to itself, the build
 * makes a file of each set of modules that the same pages share, and many small
 * files compress worse.
 */
const firstLoad: ChunkName = (id, graph) => {
  const above = new Set([id]);
  for (const one of above) {
    for (const importer of graph.getModuleInfo(one)?.importers ?? []) above.add(importer);
  }
  above.delete(id);
  const isFirst = [...above].some((one) => firstLoaded.some((path) => one.endsWith(path)));
  return isFirst ? 'first' : null;
};

const pagePlugins = () => [
  react(),
  // A sentence without its translation fails the build.
  lingui({ macroTransform: true, failOnMissing: true, failOnCompileError: true }),
];

const browser: UserConfig = {
  base: '/homeroom/',
  plugins: [...pagePlugins(), practiceApi, frontDoor(pagePlugins)],
  build: {
    outDir: 'dist/web',
    // What a page needs beside its own file is there already; only its style is named beforehand.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')),
    },
    manifest: true,
    target: 'es2022',
    // One stylesheet per page, so that nothing is loaded before it is needed.
    cssCodeSplit: true,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: {
        index: 'index.html',
        'practice/meeting': 'src/practice/meeting.ts',
      },
      output: {
        // The practice meeting stands at fixed addresses, as Jitsi's does.
        entryFileNames: (chunk) =>
          chunk.name.startsWith('practice/') ? '[name].js' : 'assets/[name]-[hash].js',
        codeSplitting: { groups: [{ name: firstLoad, debugName: 'first load' }] },
      },
    },
  },
};

const server: UserConfig = {
  define: { HOMEROOM_VERSION: JSON.stringify(project.version) },
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    ssr: 'server/main.ts',
    target: 'node24',
    // oidc-provider tells its models apart by class name.
    minify: false,
    rollupOptions: {
      // In a dependency's dependency, for browsers of long ago: nothing to do about here.
      checks: { eval: false },
      output: {
        entryFileNames: 'homeroom.js',
        chunkFileNames: 'server/[name]-[hash].js',
        keepNames: true,
      },
    },
  },
  ssr: { noExternal: true, target: 'node' },
  publicDir: false,
};

export default defineConfig(({ mode }) => (mode === 'server' ? server : browser));
