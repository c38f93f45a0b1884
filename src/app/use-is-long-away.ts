import { useEffect, useState } from 'react';

/** Milliseconds: a short gap is nobody's concern, and a banner that flickers frightens. */
const patience = 4_000;

export function useIsLongAway(isAway: boolean): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setIsLong(true), patience);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isAway]);
  return isLong;
}
