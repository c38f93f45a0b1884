/**
 * The front door is there before its scripts, which then put their own in its place:
 * the same page, so that what somebody did meanwhile is done there. The focus stays
 * where it was, a box that was ticked is, and a press is carried out.
 */
import { useEffect, useState } from 'react';

/** What one of the same page can be told by. */
const usable = '#root :is(a[href], button, input, select)';

/** A press: `public/front-door.js` marks the button. */
const ticked = 'input:checked';
const pressed = 'button[aria-disabled]';

/** Of the one page that stands before there are scripts; later ones React makes itself. */
let isFirst = true;

export function useEarlyUse(): void {
  // While this renders for the first time, the old page still stands.
  const [{ focus, presses }] = useState(() => (isFirst ? readOldPage() : nothing));
  useEffect(() => {
    isFirst = false;
    const all = document.querySelectorAll<HTMLElement>(usable);
    all[focus]?.focus();
    // One after the other, so that the button knows of the box.
    for (const index of presses) setTimeout(() => all[index]?.click());
  }, [focus, presses]);
}

const nothing: { focus: number; presses: number[] } = { focus: -1, presses: [] };

function readOldPage(): typeof nothing {
  // The build renders it, too, where nobody looks.
  if (!document.activeElement) return nothing;
  const all = [...document.querySelectorAll(usable)];
  const placesOf = (kind: string) =>
    all.flatMap((element, index) => (element.matches(kind) ? [index] : []));
  return {
    focus: all.findIndex((element) => element === document.activeElement),
    presses: [...placesOf(ticked), ...placesOf(pressed)],
  };
}
