/**
 * The front door is there before its script, which then puts its own in its place.
 * Whoever has pressed Tab meanwhile stays where they were: both are the same page.
 */
import { useEffect, useState } from 'react';

const focusable = '#root :is(a[href], button, input, select)';

export function useKeptFocus(): void {
  // While this renders for the first time, the old page still stands.
  const [place] = useState(placeOfFocus);
  useEffect(() => {
    if (place >= 0) document.querySelectorAll<HTMLElement>(focusable)[place]?.focus();
  }, [place]);
}

/** `-1`: nothing of the page has the focus, or it is rendered where nobody looks at it. */
function placeOfFocus(): number {
  const focused = document.activeElement;
  if (!focused) return -1;
  return [...document.querySelectorAll(focusable)].indexOf(focused);
}
