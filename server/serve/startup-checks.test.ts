import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { listenOn, stop } from './listen.ts';
import { reserveResources, type Resources } from './startup-checks.ts';

let folder: string;
let resources: Resources | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-reserve-'));
});
afterEach(async () => {
  const { server, internal, lock } = resources ?? {};
  for (const one of [server, internal]) if (one) await stop(one);
  lock?.close();
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = await listenOn(server, '127.0.0.1', 0);
  await stop(server);
  return port;
}

const portOf = (server: Server | null): number => {
  const address = server?.address();
  if (!address || typeof address === 'string') throw new Error('it does not listen');
  return address.port;
};

describe('while Homeroom starts', () => {
  it('whoever comes early is told to come again, Prosody with its report too', async () => {
    const { config } = readConfig(
      {
        HOMEROOM_URL: 'https://school.example',
        HOMEROOM_PORT: String(await freePort()),
        HOMEROOM_DATA: join(folder, 'data'),
        HOMEROOM_PEOPLE_FILE: join(folder, 'people.json'),
        HOMEROOM_JITSI_URL: 'https://meet.school.example',
        HOMEROOM_JITSI_APP_SECRET: 'a'.repeat(32),
        HOMEROOM_PROSODY_URL: 'http://127.0.0.1:5280',
        HOMEROOM_COMMAND_KEY: 'b'.repeat(32),
        HOMEROOM_EVENT_KEY: 'c'.repeat(32),
        HOMEROOM_INTERNAL_PORT: String(await freePort()),
      },
      () => '',
    );
    resources = await reserveResources(config, null);
    for (const server of [resources.server, resources.internal]) {
      const early = await fetch(`http://127.0.0.1:${portOf(server)}/`, { method: 'POST' });
      expect(early.status).toBe(503);
      expect(early.headers.get('retry-after')).toBe('1');
    }
  });
});
