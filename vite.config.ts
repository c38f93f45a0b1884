import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { frontDoor } from './scripts/build/front-door.mjs';
import project from './package.json' with { type: 'json' };
import { build, defineConfig, type Plugin, type UserConfig } from 'vite';

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

/**
 * Two builds: `vite build` makes the browser's part (dist/web), and
 * `vite build --mode server` the server as one file (dist/homeroom.js), so that
 * it runs without node_modules.
 */
/** What of react-query no page uses, and its client imports all the same. */
const leaveOut: Plugin = {
  name: 'leave-out',
  apply: 'build',
  enforce: 'pre',
  resolveId(source, importer) {
    const isUnused = /^\.\/(?:mutationCache|infiniteQueryBehavior)\.js$/.test(source);
    if (!isUnused || !importer?.includes('query-core')) return null;
    return `${import.meta.dirname}/src/app/left-out.ts`;
  },
};

/**
 * What every page stands on goes into one file: together it is smaller by more
 * than a kilobyte. Without this, each module that two pages share gets its own.
 */
const ground = {
  name: 'ground',
  test: (id: string) => standsOnIt.test(id) && !isForLater.test(id),
};
const standsOnIt =
  /\/node_modules\/(?:react|react-dom|scheduler|react-router|zustand|@tanstack\/[^/]+|@lingui\/(?:core|react))\/|\/src\/(?:app|ui|live|session|locales|rooms\/api\/(?:rooms|start-lesson|create-room))|\/contract\/paths|vite\/preload/;
const isForLater =
  /[mM]utationObserver|useMutation|react-router\/.*\/lib\/dom\/|\.po$|\/ui\/(?:look|problems\/(?!problem-error)|dialog|choice-field|use-settled)|\/live\/(?:listen|hear|connection)|\/session\/(?:outside|menu|oidc|sign-in|return-to|activity|other-tabs|session-watch)/;

const pagePlugins = () => [
  react(),
  // A sentence without its translation fails the build.
  lingui({ macroTransform: true, failOnMissing: true, failOnCompileError: true }),
];

// React has had this hook for years: the shim is for one that is older than all we support.
const resolve = { alias: { 'use-sync-external-store/shim': 'react' } };

const browser: UserConfig = {
  base: '/homeroom/',
  plugins: [...pagePlugins(), leaveOut, practiceApi, frontDoor(pagePlugins, resolve)],
  resolve,
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
        codeSplitting: { groups: [ground] },
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
