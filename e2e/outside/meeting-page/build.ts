/** Builds the stand-in for Jitsi's web into a folder that nginx can serve. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { domain, hosts } from '../prosody/config.ts';

const here = import.meta.dirname;

/** @param folder gets index.html, external_api.js, config.js and what they need */
export async function buildMeetingPage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const shared = { configFile: false, root: here, logLevel: 'error' } as const;
  await build({
    ...shared,
    base: '/libs/',
    build: { outDir: join(folder, 'libs'), emptyOutDir: true, target: 'es2024' },
  });
  await build({
    ...shared,
    build: {
      outDir: join(folder, 'libs'),
      emptyOutDir: false,
      target: 'es2024',
      lib: {
        entry: join(here, 'external-api.ts'),
        name: 'externalApi',
        formats: ['iife'],
        fileName: () => 'external_api.js',
      },
    },
  });
  await cp(join(folder, 'libs', 'index.html'), join(folder, 'index.html'));
  const { main: muc, focus, endConference } = hosts;
  const config = { hosts: { domain, muc, focus, endConference } };
  await writeFile(
    join(folder, 'config.js'),
    `window.config = ${JSON.stringify(config)};\n${await homeroomConfig()}`,
  );
}

/** What the docs say to append to Jitsi's config.js, for a host whose port is not known before. */
export async function homeroomConfig(): Promise<string> {
  const shipped = join(here, '../../../deploy/jitsi/homeroom-config.js');
  const text = await readFile(shipped, 'utf8');
  return text.replace("'https://meet.example.org'", 'window.location.origin');
}
