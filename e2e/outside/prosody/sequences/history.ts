/** What follows from what was tried, whatever came of things that were tried at the same time. */
import type { Deed } from './run.ts';
import { isOrganizer, type Step } from './steps.ts';

type Claim = (step: Step) => boolean;

/** The last burst with such a step: with yes for an answer, or at least tried. */
function lastBurst(deeds: readonly Deed[], is: Claim, isOnlyTried: boolean): number {
  const found = deeds.findLast(({ step, isDone }) => (isDone || isOnlyTried) && is(step));
  return found?.burst ?? 0;
}
const lastTried = (deeds: readonly Deed[], is: Claim): number => lastBurst(deeds, is, true);
const lastDone = (deeds: readonly Deed[], is: Claim): number => lastBurst(deeds, is, false);

const promotes =
  (who: string): Claim =>
  (step) =>
    step.kind === 'promote' && isOrganizer(step.by) && step.whom === who;

const removes =
  (who: string): Claim =>
  (step) =>
    (step.kind === 'kick' && isOrganizer(step.by) && step.whom === who) ||
    (step.kind === 'press' && step.press.kind === 'remove' && step.press.personId === who);

const takesPromotion =
  (who: string): Claim =>
  (step) =>
    removes(who)(step) ||
    (step.kind === 'demote' && isOrganizer(step.by) && step.whom === who) ||
    (step.kind === 'press' && step.press.kind === 'allow-promotion' && !step.press.isAllowed);

/** Whether an organizer has given the right at all. */
export const wasEverPromoted = (deeds: readonly Deed[], who: string): boolean =>
  lastTried(deeds, promotes(who)) > 0;

/** Whether the right may still be there: given by an organizer, and not taken in a later burst. */
export const mayBePromoted = (deeds: readonly Deed[], who: string): boolean =>
  wasEverPromoted(deeds, who) &&
  lastTried(deeds, promotes(who)) >= lastDone(deeds, takesPromotion(who));

/** Whether the right has to be there: given by an organizer, when nothing against it was under way. */
export function isPromoted(deeds: readonly Deed[], who: string): boolean {
  const is = takesPromotion(who);
  const takes = deeds.filter(({ step }) => is(step)).map(({ knownAfter }) => knownAfter);
  return lastDone(deeds, promotes(who)) > Math.max(0, ...takes);
}

/** Whether they have to be out: removed, and not readmitted since. */
export const isRemoved = (deeds: readonly Deed[], who: string): boolean =>
  lastDone(deeds, removes(who)) >
  lastTried(
    deeds,
    (step) => step.kind === 'press' && step.press.kind === 'readmit' && step.press.personId === who,
  );

/** Whether somebody who may has ended it. */
export const mayHaveBeenEnded = (deeds: readonly Deed[]): boolean =>
  deeds.some(
    ({ step }) =>
      (step.kind === 'end-for-all' && isOrganizer(step.by)) ||
      (step.kind === 'press' && step.press.kind === 'end'),
  );

export const extensions = (deeds: readonly Deed[]): number =>
  deeds.filter(
    ({ step, isDone }) => isDone && step.kind === 'press' && step.press.kind === 'extend',
  ).length;

/** Newcomers are in or out by the last press; `null` where two were pressed at once. */
export function closedToNewcomers(deeds: readonly Deed[]): boolean | null {
  const pressed = deeds.flatMap(({ step, burst, isDone }) =>
    isDone && step.kind === 'press' && step.press.kind === 'set-closed'
      ? [{ burst, isClosed: step.press.isClosed }]
      : [],
  );
  const last = pressed.filter(({ burst }) => burst === pressed.at(-1)?.burst);
  const values = new Set(last.map(({ isClosed }) => isClosed));
  return values.size > 1 ? null : (values.values().next().value ?? false);
}
