/** The plan, for people: what every file is and becomes, as `diff -u` shows it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Change, type FileState, stateAt } from './change.ts';
import type { Root } from './root.ts';

export function diffOf(root: Root, changes: readonly Change[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-install-'));
  try {
    return changes.map((change) => one(root, change, folder)).join('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rights = (state: FileState): string =>
  state.kind === 'file' || state.kind === 'folder' ? ` (mode ${state.mode.toString(8)})` : '';

function one(root: Root, { path, after, isSecret = false }: Change, folder: string): string {
  const before = stateAt(root, path);
  if (after.kind === 'folder') return `+++ ${path}/${rights(after)}\n`;
  if (after.kind === 'link') return `+++ ${path} -> ${after.target}\n`;
  if (after.kind === 'absent') return `--- ${path}${before.kind === 'folder' ? '/' : ''}\n`;
  const texts = [before, after].map((state) => textOf(state, isSecret));
  const [from = '', to = ''] = texts;
  if (from === to) return `+++ ${path}${rights(after)}${isSecret ? ' (a key)' : ''}\n`;
  const [old, fresh] = [join(folder, 'before'), join(folder, 'after')];
  writeFileSync(old, from, { mode: 0o600 });
  writeFileSync(fresh, to, { mode: 0o600 });
  const labels = [before.kind === 'absent' ? '/dev/null' : path, `${path}${rights(after)}`];
  const { stdout } = spawnSync(
    'diff',
    ['-u', ...labels.flatMap((label) => ['--label', label]), old, fresh],
    { encoding: 'utf8' },
  );
  return stdout;
}

function textOf(state: FileState, isSecret: boolean): string {
  if (state.kind === 'link') return `-> ${state.target}\n`;
  if (state.kind !== 'file') return '';
  const text = state.content.toString('utf8');
  return withoutSecrets(isSecret && !text.includes('=') ? text.replaceAll(/\S+/g, '…') : text);
}

/** Neither Homeroom's nor Jitsi's stand on the screen, or in whatever keeps what it shows. */
const withoutSecrets = (text: string): string =>
  text.replaceAll(
    /^([^\S\n]*[\w.-]*(?:secret|password|_key)\b(?!_file)["']?\s*[:=]\s*)(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{(][^\n]*)/gim,
    '$1…',
  );
