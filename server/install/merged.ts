/** What was done in all: of a file that was changed twice, what stood there first counts. */
import type { Step } from './record.ts';

export function merged(earlier: readonly Step[], steps: readonly Step[]): Step[] {
  const first = new Map(earlier.map((step) => [step.path, step]));
  const last = new Map<string, Step>();
  for (const step of steps) {
    const earliest = first.get(step.path) ?? last.get(step.path);
    const isOutOfDate = earliest !== undefined && !isAsLeft(earliest, step);
    last.set(step.path, {
      ...step,
      before: earliest?.before ?? step.before,
      ...(isOutOfDate || earliest?.isOutOfDate === true ? { isOutOfDate: true } : {}),
    });
  }
  const kept = earlier.filter(({ path }) => !last.has(path));
  const all = [...kept, ...last.values()];
  // Put and taken away again: nothing is left to undo.
  return all.filter(({ before, after }) => before.kind !== 'absent' || after.kind !== 'absent');
}

/** Whether the file was found as the run before had left it. */
const isAsLeft = ({ after }: Step, { before }: Step): boolean =>
  after.kind !== 'file' || (before.kind === 'file' && before.sha256 === after.sha256);
