/** What `npm run release` makes, looked at from outside. */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'scripts/release.mjs');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-release-test-'));
  make('one', '0022');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** With this machine's clock, umask and place, which must not show. */
function make(name: string, umask: string): string {
  const out = join(folder, name);
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1795000000', TZ: `UTC-${umask.length}` };
  const command = `umask ${umask} && exec "$0" "$1" --quick "--out=$2"`;
  execFileSync('sh', ['-c', command, process.execPath, program, out], { env, stdio: 'ignore' });
  return readFileSync(join(out, 'SHA256SUMS'), 'utf8');
}

const made = (ending: string): string => {
  const sums = readFileSync(join(folder, 'one', 'SHA256SUMS'), 'utf8');
  const name = sums.split(/\s+/).find((word) => word.endsWith(ending));
  return join(folder, 'one', name ?? 'nothing');
};

const dpkgDeb = (...words: string[]): string =>
  execFileSync('dpkg-deb', words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

/** e_machine of an ELF program: which processor it is for. */
function processorOf(path: string): number {
  const file = openSync(path, 'r');
  const head = Buffer.alloc(20);
  readSync(file, head, 0, 20, 0);
  closeSync(file);
  return head.readUInt16LE(18);
}

describe('a release', () => {
  it('has four files, and their checksums', () => {
    const checked = spawnSync('sha256sum', ['--check', 'SHA256SUMS'], {
      cwd: join(folder, 'one'),
      encoding: 'utf8',
    });
    expect(checked.status).toBe(0);
    expect(checked.stdout.trim().split('\n')).toHaveLength(4);
  });

  it('is the same when it is made again, whatever umask and time zone', () => {
    expect(make('two', '0077')).toBe(readFileSync(join(folder, 'one', 'SHA256SUMS'), 'utf8'));
    rmSync(join(folder, 'two'), { recursive: true });
  });

  it.each([
    ['amd64', 0x3e],
    ['arm64', 0xb7],
  ])('brings the Node of its processor: %s', (architecture, expected) => {
    const deb = made(`_${architecture}.deb`);
    expect(dpkgDeb('--field', deb, 'Architecture').trim()).toBe(architecture);
    const tree = join(folder, architecture);
    dpkgDeb('--extract', deb, tree);
    expect(processorOf(join(tree, 'usr/lib/homeroom/node/bin/node'))).toBe(expected);
    rmSync(tree, { recursive: true });
  });

  it('has the same files in the archive as in the package', () => {
    const inDeb = dpkgDeb('--contents', made('_amd64.deb'))
      .split('\n')
      .map((line) => line.split(/\s+/)[5]?.replace(/^\.\//, '') ?? '')
      .filter((path) => path !== '');
    const listed = ['--list', '--gzip', '--file', made('_amd64.tar.gz')];
    const inArchive = execFileSync('tar', listed, { encoding: 'utf8' }).trim().split('\n');
    expect(inArchive.toSorted()).toEqual(inDeb.toSorted());
  });

  it('ships no test, no map of the sources, nothing of the working folder', () => {
    const contents = dpkgDeb('--contents', made('_amd64.deb'));
    expect(contents).not.toMatch(/\.test\.|\.map$|\.built-from|\/\.vite|node_modules/m);
    expect(contents).toContain('deploy/prosody/mod_homeroom.lua');
    for (const owner of contents.matchAll(/^\S+ (\S+)/gm)) expect(owner[1]).toBe('root/root');
  });

  it('gives lintian nothing to say that is not explained', () => {
    const words = ['--allow-root', '--tag-display-limit=0', '--pedantic', made('_amd64.deb')];
    const { stdout, stderr } = spawnSync('lintian', words, { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
    // It unpacks all of it, and looks into Node's program.
  }, 300_000);

  it('ships scripts that the shell understands', () => {
    const control = join(folder, 'control');
    dpkgDeb('--control', made('_amd64.deb'), control);
    for (const name of ['preinst', 'postinst', 'prerm', 'postrm'])
      expect(spawnSync('dash', ['-n', join(control, name)]).status).toBe(0);
  });
});
