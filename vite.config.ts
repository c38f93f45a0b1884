import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

/**
 * Two builds: `vite build` makes the browser's part (dist/web), and
 * `vite build --mode server` the server as one file (dist/homeroom.js), so that
 * it runs without node_modules.
 */
const browser: UserConfig = {
  base: '/homeroom/',
  plugins: [react(), lingui({ macroTransform: true })],
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
        'practice/external_api': 'src/practice/external-api.ts',
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
