import { useEffect, useState } from 'react';
import { useLiveState } from './use-live.ts';

/** Milliseconds. Nobody needs to know of a short gap, and a banner that flickers frightens. */
const longAwayMs = 4_000;

/** Whether the stream has been gone for so long that people should be told. */
export function useIsLongAway(): boolean {
  const isAway = useLiveState(({ state }) => state === 'connecting');
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setIsLong(true), longAwayMs);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isAway]);
  return isLong;
}
