/**
 * Whether Prosody runs older code than what is on disk: it reads its modules when it starts, and
 * neither Jitsi's packages nor Homeroom's restart it after an upgrade.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from './root.ts';
import type { System } from './system.ts';

/** @param folders of modules, as the host names them */
export function isProsodyStale(system: System, root: Root, folders: readonly string[]): boolean {
  if (!system.isBooted) return false;
  const property = ['--property=ActiveEnterTimestamp', '--value', '--timestamp=unix'];
  const said = system.run('systemctl', 'show', ...property, 'prosody')?.output ?? '';
  const startedAt = Number(/^@(\d+)$/m.exec(said.trim())?.[1] ?? NaN) * 1_000;
  // It is told in whole seconds.
  return folders.some(
    (folder) => newest(join(root.folder, root.realPath(folder))) >= startedAt + 1_000,
  );
}

/** When anything below was put there: a package's files keep the dates that they were built with. */
function newest(path: string): number {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  const below = found.isDirectory() ? readdirSync(path) : [];
  return Math.max(found.ctimeMs, ...below.map((name) => newest(join(path, name))));
}
