/**
 * The stand-in for Jitsi's site has the locations of Jitsi's own, in their order: looked at
 * where HOMEROOM_TEST_JITSI_SOURCES names a folder with Jitsi Meet's sources.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const sources = process.env['HOMEROOM_TEST_JITSI_SOURCES'];

/** Of the lines that are in use. */
function locations(site: string): string[] {
  const inUse = site.replaceAll(/^\s*#.*$/gm, '');
  return [...inUse.matchAll(/^\s*location\s+([^{]+?)\s*\{/gm)].map(([, where = '']) => where);
}

describe.runIf(sources)('the stand-in for Jitsi’s site', () => {
  it('has the locations of Jitsi’s own', async () => {
    const file = join(sources ?? '', 'doc/debian/jitsi-meet/jitsi-meet.example');
    const own = await readFile(file, 'utf8');
    const standIn = await readFile(join(import.meta.dirname, 'jitsi-site.conf'), 'utf8');
    // The first server only leads from HTTP to HTTPS.
    const [, , https = ''] = own.split(/^server \{/m);
    expect(locations(standIn)).toEqual(locations(https));
  });
});
