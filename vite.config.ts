import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
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
const browser: UserConfig = {
  base: '/homeroom/',
  plugins: [react(), lingui({ macroTransform: true }), practiceApi],
  build: {
    outDir: 'dist/web',
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
      },
    },
  },
};

const server: UserConfig = {
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    ssr: 'server/main.ts',
    target: 'node24',
    // oidc-provider tells its models apart by class name.
    minify: false,
    rollupOptions: {
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
