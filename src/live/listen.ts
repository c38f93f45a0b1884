/** Puts what the stream says into the query cache, and fetches again after gaps. */
import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '../session/api/session.ts';
import { connect, type ConnectionState } from './connection.ts';
import { applyEvent } from './apply-event.ts';

/** Answers with the way to stop. */
export function listen(
  url: string,
  queries: QueryClient,
  onState: (state: ConnectionState) => void,
): () => void {
  let isFirst = true;
  const connection = connect(url, {
    onState,
    onEvent(event) {
      applyEvent(queries, event);
      if (event.kind === 'session-ended') connection.close();
      if (event.kind !== 'hello') return;
      // Between the page's own data and the first hello a lesson may have started;
      // after a longer gap anything may have changed.
      void queries.invalidateQueries(isFirst ? { queryKey: ['rooms'] } : {});
      isFirst = false;
    },
    // The stream does not say why it failed; asking for the session shows whether that is over.
    onFailure: () => {
      const { queryKey } = sessionQuery();
      if (queries.getQueryData(queryKey)) void queries.invalidateQueries({ queryKey });
    },
  });
  return () => connection.close();
}
