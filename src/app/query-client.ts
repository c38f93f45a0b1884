/** The query cache, filled with what came with the page. */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import type { PageData } from '../../server/contract/page-data.ts';
import { roomsQuery } from '../rooms/api/rooms.ts';
import { sessionQuery } from '../session/api/session.ts';
import { ProblemError } from '../http/problem-error.ts';
import { noticeEnd } from '../session/session-end.ts';

export function createQueryClient({ session, rooms }: PageData): QueryClient {
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => noticeEnd(queries, error, queryKey),
    }),
    defaultOptions: { queries: { retry: mayHelp, refetchOnWindowFocus: false } },
  });
  queries.setQueryData(sessionQuery().queryKey, session);
  if (rooms) queries.setQueryData(roomsQuery().queryKey, rooms);
  return queries;
}

/** Tries again only where no answer came; a refusal would be the same again. */
const mayHelp = (failures: number, error: Error) =>
  failures < 3 && !(error instanceof ProblemError && error.problem.status < 500);
