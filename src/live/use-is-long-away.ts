import { useEffect, useState } from 'react';
import { useIsOffline } from '../ui/use-is-offline.ts';
import { useLiveState } from './use-live.ts';

/** Milliseconds. Nobody needs to know of a short gap, and a banner that flickers frightens. */
const longAwayMs = 4_000;

/**
 * Whether people should be told that Homeroom is out of reach: the stream has been gone for
 * long, or the device says that it has no network, which the stream notices much later.
 */
export function useIsLongAway(): boolean {
  const isOffline = useIsOffline();
  const isFollowed = useLiveState(({ state }) => state !== 'resting');
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
  return isLong || (isFollowed && isOffline);
}
