/** Who is signed in: the query value, and how the rest of the page reads it. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { Session } from '../../../server/contract/session.ts';
import { ProblemError, request } from '../request.ts';

export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => fetchSession(signal),
    // The stream says when it changes; after a gap it is fetched again.
    staleTime: Infinity,
  });

/** `null` where nobody is signed in: the ordinary answer of a front door. */
async function fetchSession(signal: AbortSignal): Promise<Session | null> {
  try {
    return await request<Session>('GET', apiPaths.session, undefined, signal);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return null;
    throw error;
  }
}

export const useSession = (): Session | null => useQuery(sessionQuery()).data ?? null;

/** The Person who is signed in. Only for pages that stand behind `RequireSession`. */
export function useMe() {
  const session = useSession();
  if (!session) throw new Error('useMe without a session');
  return session.person;
}
