/**
 * How a session came to its end, for the page that says so. The session itself
 * lives in the query cache; this is what only this tab knows about its end.
 */
import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { LiveEvent } from '../../server/contract/live.ts';
import { sessionQuery } from './api/session.ts';

export type EndOfSession = Extract<LiveEvent, { kind: 'session-ended' }>['why'];

export const useEndOfSession = create<{ why: EndOfSession | null }>(() => ({ why: null }));

/** Forgets everything that was fetched for the person, at once. */
export function endSession(queries: QueryClient, why: EndOfSession): void {
  useEndOfSession.setState({ why });
  queries.setQueryData(sessionQuery().queryKey, null);
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
}
