/**
 * How a session came to its end, for the page that says so. The session itself
 * lives in the query cache; this is what only this tab knows about its end.
 */
import type { QueryClient } from '@tanstack/react-query';
import { matchPath } from 'react-router';
import { create } from 'zustand';
import type { LiveEvent } from '../../server/contract/live.ts';
import { paths } from '../../server/contract/paths.ts';
import { sessionQuery } from './api/session.ts';
import { ProblemError } from '../http/problem-error.ts';

export type EndOfSession = Extract<LiveEvent, { kind: 'session-ended' }>['why'];

export const useEndOfSession = create<{ why: EndOfSession | null }>(() => ({ why: null }));

/** Forgets everything that was fetched for the person, at once. */
export function endSession(queries: QueryClient, why: EndOfSession): void {
  useEndOfSession.setState({ why });
  queries.setQueryData(sessionQuery().queryKey, null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}

/** Ends it if an answer says that it is over. `about` is the key of what was asked for. */
export function noticeEnd(
  queries: QueryClient,
  error: unknown,
  about: readonly unknown[] = [],
): void {
  const why = endIn(error);
  if (why && mayEndHere(about)) endSession(queries, why);
}

function endIn(error: unknown): EndOfSession | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.problem.code === 'session-expired') return 'expired';
  return error.problem.code === 'not-signed-in' ? 'signed-out' : undefined;
}

/**
 * In a meeting or on a waiting page an expired session lingers for that one room, so only an answer
 * about the room itself can end it there.
 */
function mayEndHere(about: readonly unknown[]): boolean {
  const slug = matchPath(paths.room(':slug'), window.location.pathname)?.params.slug;
  return slug === undefined || about[2] === slug;
}
