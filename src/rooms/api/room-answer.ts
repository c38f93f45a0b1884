/** What a request answers of a room, beside what the stream says of it meanwhile. */
import type { QueryClient } from '@tanstack/react-query';
import type { Slug } from '../../../server/contract/ids.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { putRoom, roomQuery } from './rooms.ts';

/**
 * Puts the answer into the cache, unless the stream has told of the room since the request began: either
 * may be the older one then, and the room is asked for anew. Throws what `ask` throws.
 */
export async function putRoomAnswer(
  queries: QueryClient,
  slug: Slug,
  ask: () => Promise<RoomView>,
): Promise<void> {
  const { queryKey } = roomQuery(slug);
  const timesUpdated = () => queries.getQueryState(queryKey)?.dataUpdateCount;
  const before = timesUpdated();
  const answer = await ask();
  if (timesUpdated() === before) putRoom(queries, answer);
  else await queries.invalidateQueries({ queryKey });
}
