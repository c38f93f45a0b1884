/** What a request answers of a room, beside what the stream says of it meanwhile. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { Slug } from '../../../server/contract/ids.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { type Action, useAction } from '../../session/use-action.ts';
import { dropRoom, putRoom, roomQuery } from './rooms.ts';

/** What somebody does with a room by a press; the cache then holds the room as it is. */
export function useRoomAction<Answer extends RoomView | null, Arg = void>(
  slug: Slug,
  ask: (arg: Arg) => Promise<Answer>,
): Action<Arg, Answer> {
  const queries = useQueryClient();
  return useAction((arg: Arg) => putRoomAnswer(queries, slug, () => ask(arg)));
}

/**
 * Puts the answer into the cache, unless the stream has told of the room since the request began:
 * either may be the older one then, and the room is asked for anew. `null` says that the room is
 * out of sight. Throws what `ask` throws.
 */
export async function putRoomAnswer<Answer extends RoomView | null>(
  queries: QueryClient,
  slug: Slug,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const { queryKey } = roomQuery(slug);
  const timesUpdated = () => queries.getQueryState(queryKey)?.dataUpdateCount;
  const before = timesUpdated();
  const answer = await ask();
  if (answer === null) dropRoom(queries, slug);
  else if (timesUpdated() === before) putRoom(queries, answer);
  else await queries.invalidateQueries({ queryKey });
  return answer;
}
