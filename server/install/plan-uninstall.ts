/** The way back: what stood there before; or, where somebody has changed the file since, only our lines out of it. */
import { type Change, type FileState, stateAt } from './change.ts';
import { withoutBlock } from './edit-block.ts';
import { withoutInclude } from './edit-prosody.ts';
import { onStates, offState, ownFolder, switchLink } from './places.ts';
import { jaasInclude } from './plan.ts';
import { describe, readCopy, sha256, type Step } from './record.ts';
import type { Root } from './root.ts';
import { jicofoFile } from './survey-host.ts';

export type WayBack = { changes: Change[]; notes: string[] };

/** What is only right while Homeroom is in force. */
const isAddition = ({ path }: Step): boolean => path === jicofoFile || path.endsWith('.js');

/** @param uid who installed: only copies of theirs are believed */
export function planUninstall(root: Root, files: readonly Step[], uid: number): WayBack {
  const notes: string[] = [];
  const steps = files.filter(({ as, path }) => as !== 'kept' && path !== switchLink);
  const first = steps.filter((step) => step.as === 'edit' && isAddition(step));
  const edits = steps.filter((step) => step.as === 'edit' && !isAddition(step));
  // What is in a folder goes before the folder.
  const own = steps.filter(({ as }) => as === 'own').toReversed();
  const isSwitched = files.some(({ path }) => path === switchLink);
  return {
    changes: [
      ...first.map((step) => ({ ...wayBackOf(root, step, uid, notes), stage: 'before' as const })),
      ...(isSwitched ? [switchedOff] : []),
      ...edits.map((step) => wayBackOf(root, step, uid, notes)),
      ...inOrder(own).map((step) => wayBackOf(root, step, uid, notes)),
    ],
    notes,
  };
}

/** From then on nginx and Prosody are the old ones. */
const switchedOff: Change = {
  path: switchLink,
  after: { kind: 'link', target: offState },
  as: 'own',
  stage: 'before',
};

const isInside = ({ path }: Step): boolean =>
  path.startsWith(`${ownFolder}/`) || path === ownFolder;

/** Whatever is read by nginx or Prosody goes before what it leads to. */
function inOrder(own: readonly Step[]): Step[] {
  const link: Step = {
    path: switchLink,
    as: 'own',
    before: { kind: 'absent' },
    after: { kind: 'link', target: onStates[0] },
  };
  const folders = own.filter(({ after }) => after.kind === 'folder');
  const files = own.filter(({ after }) => after.kind !== 'folder');
  return [
    ...files.filter((step) => !isInside(step)),
    link,
    ...files.filter(isInside),
    ...folders.toSorted((one, other) => other.path.length - one.path.length),
  ];
}

function wayBackOf(root: Root, step: Step, uid: number, notes: string[]): Change {
  const { path, as, before } = step;
  const change = (after: FileState): Change => ({ path, after, as, stage: 'behind' });
  if (as === 'edit' && !isUntouched(root, step)) {
    notes.push(
      `${path} was changed since Homeroom came: that stays, and only Homeroom's lines go.`,
    );
    return change(withoutOurs(root, path));
  }
  return change(stateBefore(root, before, uid));
}

function isUntouched(root: Root, { path, after, isOutOfDate = false }: Step): boolean {
  if (isOutOfDate) return false;
  const now = describe(stateAt(root, path));
  return now.kind === 'file' && after.kind === 'file' && now.sha256 === after.sha256;
}

function stateBefore(root: Root, before: Step['before'], uid: number): FileState {
  if (before.kind !== 'file') return before;
  const { sha256: wanted, copy, ...rest } = before;
  const content = readCopy(root, copy ?? '', uid);
  if (sha256(content) !== wanted) throw new Error(`the copy ${copy ?? ''} was changed`);
  return { ...rest, content };
}

function withoutOurs(root: Root, path: string): FileState {
  const now = stateAt(root, path);
  if (now.kind !== 'file') return now;
  const text = now.content.toString('utf8');
  return { ...now, content: Buffer.from(stripped(path, text)) };
}

function stripped(path: string, text: string): string {
  if (path === jicofoFile) return withoutBlock(text, '#');
  if (path.endsWith('.js')) return withoutBlock(text, '//');
  if (path.endsWith('.lua')) return withoutInclude(text);
  return text.replace(`${jaasInclude}\n\n`, '');
}
