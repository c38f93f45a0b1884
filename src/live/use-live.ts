/**
 * The event stream, turned into changes of the query cache. Called once by each
 * page that shows rooms; the stream closes when the page goes or the session ends.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import { apiPaths } from '../../server/contract/paths.ts';
import { sessionQuery, useSession } from '../session/api/session.ts';
import { connect } from './connection.ts';
import { hear } from './hear.ts';

/** `resting`: no page needs the stream now. */
export const useLiveState = create<{ state: 'resting' | 'connecting' | 'connected' }>(() => ({
  state: 'resting',
}));

/** With `slug`, the stream tells of that room too, as of a colleague's that is visited. */
export function useLive(slug?: string): void {
  const queries = useQueryClient();
  const isSignedIn = useSession() !== null;

  useEffect(() => {
    if (!isSignedIn) return;
    let isFirst = true;
    const url = slug ? `${apiPaths.live}?room=${encodeURIComponent(slug)}` : apiPaths.live;
    const connection = connect(url, {
      onEvent(event) {
        hear(queries, event);
        if (event.kind === 'session-ended') connection.close();
        if (event.kind !== 'hello') return;
        // Between the page's own data and the first hello a lesson may have started;
        // after a longer gap anything may have changed.
        void queries.invalidateQueries(isFirst ? { queryKey: ['rooms'] } : {});
        isFirst = false;
      },
      onState: (state) => useLiveState.setState({ state }),
      onFailure: () => void queries.invalidateQueries({ queryKey: sessionQuery().queryKey }),
    });
    return () => {
      connection.close();
      useLiveState.setState({ state: 'resting' });
    };
  }, [queries, slug, isSignedIn]);
}
