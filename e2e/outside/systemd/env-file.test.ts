/**
 * The env file against systemd itself: its generator for environment.d reads with
 * the parser of EnvironmentFile=, and adds only that it expands `$`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEnvFile } from '../../../server/settings/env-file.ts';

const generator = '/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-env-'));
  mkdirSync(join(folder, 'environment.d'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** It prints values as a shell would read them. */
function unquoted(text: string): string {
  const plain: unknown = text.startsWith('"') ? JSON.parse(text.replaceAll('\\`', '`')) : text;
  return String(plain);
}

function asSystemdReads(text: string): Record<string, string> {
  writeFileSync(join(folder, 'environment.d', 'homeroom.conf'), text);
  const env = { XDG_CONFIG_HOME: folder, HOME: folder };
  const { stdout, status } = spawnSync(generator, { env, encoding: 'utf8' });
  expect(status).toBe(0);
  const pairs = stdout.split('\n').map((line) => [line.split('=', 1)[0] ?? '', line] as const);
  return Object.fromEntries(
    pairs
      .filter(([name]) => /^[ABCab]\w*$/.test(name))
      .map(([name, line]) => [name, unquoted(line.slice(name.length + 1))]),
  );
}

const signs = fc.constantFrom(
  ...Array.from(' \t\n\n==#;\\\\""\'\'abA`ü'),
  '\\\n',
  '\nA=',
  '\nB="',
  '\n#',
);

it('is read as systemd reads it, or refused', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 24 }), (parts) => {
      const text = `A=${parts.join('')}\nC=end\n`;
      const { values, faults } = readEnvFile(Buffer.from(text));
      // systemd drops a name without a value there; in a unit it is an empty one.
      if (faults.length > 0 || Object.values(values).includes('')) return;
      compared += 1;
      expect(asSystemdReads(text)).toEqual(values);
    }),
    { numRuns: 1_000 },
  );
  expect(compared).toBeGreaterThan(100);
}, 60_000);
