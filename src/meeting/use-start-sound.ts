import { useEffect, useRef } from 'react';
import { playStart, useSound } from './start-sound.ts';
import type { Stay } from './stay.ts';

/** Sounds when waiting turns into going in. */
export function useStartSound(now: Stay['kind']): void {
  const before = useRef(now);
  useEffect(() => {
    const { context } = useSound.getState();
    if (context && before.current === 'waiting' && now === 'entering') playStart(context);
    before.current = now;
  }, [now]);
}
