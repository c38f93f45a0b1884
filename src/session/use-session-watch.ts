import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { startLater } from '../ui/start-later.ts';
import { useSession } from './api/session.ts';

/** Keeps an eye on the keyboard and on the other tabs; loaded once the page stands. */
export function useSessionWatch(): void {
  const queries = useQueryClient();
  const isSignedIn = useSession() !== null;
  useEffect(() => {
    if (!isSignedIn) return;
    return startLater(
      () => import('./session-watch.ts'),
      ({ watchSession }) => watchSession(queries),
    );
  }, [queries, isSignedIn]);
}
