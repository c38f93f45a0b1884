/** The package as `npm run release` makes it, for this machine's processor, and an older one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

export type BuiltPackage = {
  /** Its folder on this machine. */
  folder: string;
  deb: string;
  version: string;
  remove(): void;
};

export function buildPackage(): BuiltPackage {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-package-'));
  const words = [`--arch=${architecture}`, '--quick', `--out=${folder}`];
  const env = {
    ...process.env,
    SOURCE_DATE_EPOCH: process.env['SOURCE_DATE_EPOCH'] ?? '1795000000',
  };
  execFileSync('npm', ['run', '--silent', 'release', '--', ...words], { cwd: root, env });
  const [, version = ''] =
    /"version": "([^"]+)"/.exec(readFileSync(join(root, 'package.json'), 'utf8')) ?? [];
  return {
    folder,
    deb: join(folder, `homeroom_${version}_${architecture}.deb`),
    version,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What it says it is, and one file of the modules, are older. @returns the path of the package */
export function olderPackage({ deb, folder }: BuiltPackage): string {
  const tree = join(folder, 'older');
  execFileSync('dpkg-deb', ['--raw-extract', deb, tree]);
  const change = (path: string, change: (text: string) => string) =>
    writeFileSync(join(tree, path), change(readFileSync(join(tree, path), 'utf8')));
  change('DEBIAN/control', (text) => text.replace(/^Version: .*$/m, 'Version: 0.0.1'));
  change('usr/lib/homeroom/deploy/prosody/mod_homeroom.lua', (text) => `${text}\n-- older\n`);
  const older = join(folder, 'homeroom_0.0.1.deb');
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, older]);
  rmSync(tree, { recursive: true });
  return older;
}
