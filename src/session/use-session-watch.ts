import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSession } from './api/session.ts';

/** Keeps an eye on the keyboard and on the other tabs; loaded once the page stands. */
export function useSessionWatch(): void {
  const queries = useQueryClient();
  const isSignedIn = useSession() !== null;
  useEffect(() => {
    if (!isSignedIn) return;
    let stop = () => {};
    let isGone = false;
    void import('./session-watch.ts').then(({ watchSession }) => {
      if (!isGone) stop = watchSession(queries);
    });
    return () => {
      isGone = true;
      stop();
    };
  }, [queries, isSignedIn]);
}
