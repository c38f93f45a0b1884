/** What an event of the stream changes in the query cache. */
import type { QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '../../server/contract/live.ts';
import { dropRoom, putRoom } from '../rooms/api/rooms.ts';
import { sessionQuery } from '../session/api/session.ts';
import { setServerClock } from '../http/server-clock.ts';
import { endSession } from '../session/session-end.ts';

export function applyEvent(queries: QueryClient, event: LiveEvent): void {
  switch (event.kind) {
    case 'hello':
      return setServerClock(event.now);
    case 'room':
      return putRoom(queries, event.room);
    case 'room-gone':
      return dropRoom(queries, event.slug);
    case 'session':
      queries.setQueryData(sessionQuery().queryKey, event.session);
      return;
    case 'session-ended':
      return endSession(queries, event.why);
    default:
      return event satisfies never;
  }
}
