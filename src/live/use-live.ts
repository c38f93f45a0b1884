/**
 * The event stream, turned into changes of the query cache. Called once by each
 * page that shows rooms; the stream closes when the page goes or the session ends.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import { apiPaths } from '../../server/contract/paths.ts';
import { useSession } from '../session/api/session.ts';
import type { ConnectionState } from './connection.ts';

/** `resting`: no page needs the stream now. */
export const useLiveState = create<{ state: 'resting' | ConnectionState }>(() => ({
  state: 'resting',
}));

/** With `slug`, the stream tells of that room too, as of a colleague's that is visited. */
export function useLive(slug?: string): void {
  const queries = useQueryClient();
  const isSignedIn = useSession() !== null;

  useEffect(() => {
    if (!isSignedIn) return;
    const url = slug ? `${apiPaths.live}?room=${encodeURIComponent(slug)}` : apiPaths.live;
    let close = () => {};
    let isGone = false;
    // What listens is loaded once the page stands: nothing that is painted waits for it.
    void import('./listen.ts').then(({ listen }) => {
      if (!isGone) close = listen(url, queries, (state) => useLiveState.setState({ state }));
    });
    return () => {
      isGone = true;
      close();
      useLiveState.setState({ state: 'resting' });
    };
  }, [queries, slug, isSignedIn]);
}
