/** Who is signed in: the query value, and how the rest of the page reads it. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { Me } from '../../../server/contract/person.ts';
import type { Session } from '../../../server/contract/session.ts';
import { request } from '../../http/request.ts';

/** `null` at the front door. A 401 ends the session for the whole page: `app/query-client.ts`. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }): Promise<Session | null> =>
      request('GET', apiPaths.session, undefined, signal),
    // The stream says when it changes; after a gap it is fetched again.
    staleTime: Infinity,
  });

export const useSession = (): Session | null => useQuery(sessionQuery()).data ?? null;

/** The Person who is signed in. Only on pages that stand behind a session. */
export function useMe(): Me {
  const session = useSession();
  if (!session) throw new Error('useMe without a session');
  return session.person;
}
