/**
 * The front door is shown as plain HTML before its scripts have loaded; React then replaces it by
 * the same page. What the visitor did meanwhile is carried over: the focus, a box that was ticked,
 * and a button that was pressed.
 */
import { useEffect, useState } from 'react';

/** The elements that both pages have, in the same order. */
const usable = '#root :is(a[href], button, input, select)';

/** A press: `public/front-door.js` marks the button. */
const ticked = 'input:checked';
const pressed = 'button[aria-disabled]';

/** Only the first page was there before the scripts; React makes the later ones. */
let isFirst = true;

export function useEarlyUse(): void {
  // The old page still stands while this renders for the first time.
  const [{ focus, presses }] = useState(() => (isFirst ? readOldPage() : nothing));
  useEffect(() => {
    isFirst = false;
    const all = document.querySelectorAll<HTMLElement>(usable);
    all[focus]?.focus();
    // In tasks of their own and in order, so that the box is ticked before the button is pressed.
    for (const index of presses) setTimeout(() => all[index]?.click());
  }, [focus, presses]);
}

const nothing: { focus: number; presses: number[] } = { focus: -1, presses: [] };

function readOldPage(): typeof nothing {
  // Also rendered by the build, where there is no focus.
  if (!document.activeElement) return nothing;
  const all = [...document.querySelectorAll(usable)];
  const placesOf = (kind: string) =>
    all.flatMap((element, index) => (element.matches(kind) ? [index] : []));
  return {
    focus: all.findIndex((element) => element === document.activeElement),
    presses: [...placesOf(ticked), ...placesOf(pressed)],
  };
}
