/** The query cache, filled with what came with the page. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import type { Boot } from '../../server/contract/boot.ts';
import { roomsQuery } from '../rooms/api/rooms.ts';
import { sessionQuery } from '../session/api/session.ts';
import { ProblemError } from '../session/request.ts';
import { endSession } from '../session/session-end.ts';

export function createQueryClient({ session, rooms }: Boot): QueryClient {
  const onError = (error: unknown) => {
    const why = endOfSessionIn(error);
    if (why) endSession(queries, why);
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
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

/** Asking again is for lost answers; a refusal stays one. */
const mayHelp = (failures: number, error: Error) =>
  failures < 3 && !(error instanceof ProblemError && error.problem.status < 500);

function endOfSessionIn(error: unknown) {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.problem.code === 'session-expired') return 'expired';
  return error.problem.code === 'not-signed-in' ? 'signed-out' : undefined;
}
