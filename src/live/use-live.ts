/**
 * The event stream, turned into changes of the query cache. Called once at a
 * time: by the room's page for its room, and by the layout on all others. The
 * stream closes when the session ends.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import { apiPaths } from '../../server/contract/paths.ts';
import { useSession } from '../session/api/session.ts';
import { startLater } from '../ui/start-later.ts';
import type { ConnectionState } from './connection.ts';

/** `resting`: nobody is signed in. */
export const useLiveState = create<{ state: 'resting' | ConnectionState }>(() => ({
  state: 'resting',
}));

/**
 * With `slug`, the stream tells of that room too, even of a colleague's that is
 * visited, and the server knows that this person is at its door.
 */
export function useLive(slug?: string): void {
  const queries = useQueryClient();
  const isSignedIn = useSession() !== null;

  useEffect(() => {
    if (!isSignedIn) return;
    const url = slug ? `${apiPaths.live}?room=${encodeURIComponent(slug)}` : apiPaths.live;
    const stop = startLater(
      () => import('./listen.ts'),
      ({ listen }) => listen(url, queries, (state) => useLiveState.setState({ state })),
    );
    return () => {
      stop();
      useLiveState.setState({ state: 'resting' });
    };
  }, [queries, slug, isSignedIn]);
}
