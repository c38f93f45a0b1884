/** A `<details>` that closes as a menu does: by Escape, or by going somewhere else. */
import { useEffect, useRef } from 'react';

/** Answers with the ref for something inside of it. */
export function useClosing() {
  const inside = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const details = inside.current?.closest('details');
    if (!details) return;
    const listening = new AbortController();
    const { signal } = listening;
    const close = () => details.removeAttribute('open');
    const onElsewhere = ({ target }: Event) => {
      if (target instanceof Node && !details.contains(target)) close();
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape' || !details.open) return;
      close();
      details.querySelector('summary')?.focus();
    };
    document.addEventListener('keydown', onKey, { signal });
    document.addEventListener('pointerdown', onElsewhere, { signal });
    document.addEventListener('focusin', onElsewhere, { signal });
    return () => listening.abort();
  }, []);
  return inside;
}
