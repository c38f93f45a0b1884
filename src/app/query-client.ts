/** The query cache, filled with what came with the page. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { matchPath } from 'react-router';
import type { Boot } from '../../server/contract/boot.ts';
import { paths } from '../../server/contract/paths.ts';
import { roomsQuery } from '../rooms/api/rooms.ts';
import { sessionQuery } from '../session/api/session.ts';
import { ProblemError } from '../session/request.ts';
import { endSession } from '../session/session-end.ts';

export function createQueryClient({ session, rooms }: Boot): QueryClient {
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        const why = endOfSessionIn(error);
        if (why && mayEndHere(query.queryKey)) endSession(queries, why);
      },
    }),
    mutationCache: new MutationCache({
      onError: (error) => {
        const why = endOfSessionIn(error);
        if (why && mayEndHere([])) endSession(queries, why);
      },
    }),
    defaultOptions: {
      queries: { retry: mayHelp, refetchOnWindowFocus: false },
      // Nobody wants a lesson to start a minute after the press: say "offline" instead.
      mutations: { networkMode: 'always' },
    },
  });
  queries.setQueryData(sessionQuery().queryKey, session);
  if (rooms) queries.setQueryData(roomsQuery().queryKey, rooms);
  return queries;
}

/**
 * Expiry never strikes in a meeting or on a waiting page: there, a session that
 * has run out lingers for that one room, and only the room itself can say it is over.
 */
function mayEndHere(queryKey: readonly unknown[]): boolean {
  const slug = matchPath(paths.room(':slug'), window.location.pathname)?.params.slug;
  return slug === undefined || queryKey[2] === slug;
}

/** Asking again is for lost answers; a refusal stays one. */
const mayHelp = (failures: number, error: Error) =>
  failures < 3 && !(error instanceof ProblemError && error.problem.status < 500);

function endOfSessionIn(error: unknown) {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.problem.code === 'session-expired') return 'expired';
  return error.problem.code === 'not-signed-in' ? 'signed-out' : undefined;
}
