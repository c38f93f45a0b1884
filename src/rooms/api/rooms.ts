/** Rooms in the query cache: one value for the list, one for each room. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { RoomList, RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';

/** The person's own rooms: organized ones, or those of the person's classes. */
export const roomsQuery = () =>
  queryOptions({
    queryKey: ['rooms', 'list'],
    queryFn: async ({ signal }) =>
      (await request<RoomList>('GET', apiPaths.rooms, undefined, signal)).rooms,
    // The stream keeps it true; after a gap everything is fetched again.
    staleTime: Infinity,
  });

export const roomQuery = (slug: string) =>
  queryOptions({
    queryKey: ['rooms', 'one', slug],
    queryFn: ({ signal }) => request<RoomView>('GET', apiPaths.room(slug), undefined, signal),
    staleTime: Infinity,
  });

/** Puts a room that has changed into its own cache entry, and into the list if it belongs there. */
export function putRoom(queries: QueryClient, room: RoomView): void {
  queries.setQueryData(roomQuery(room.slug).queryKey, room);
  queries.setQueryData(roomsQuery().queryKey, (rooms) => rooms && withRoom(rooms, room));
}

/**
 * Takes out a room that this person may no longer see. A page that shows it asks again, and is told
 * why.
 */
export function dropRoom(queries: QueryClient, slug: Slug): void {
  queries.setQueryData(roomsQuery().queryKey, (rooms) =>
    rooms?.filter((room) => room.slug !== slug),
  );
  void queries.resetQueries({ queryKey: roomQuery(slug).queryKey });
}

function withRoom(rooms: RoomView[], room: RoomView): RoomView[] {
  const others = rooms.filter(({ slug }) => slug !== room.slug);
  // A colleague's room that is looked in on is not one's own.
  if (room.isVisit) return others;
  const at = rooms.findIndex(({ slug }) => slug === room.slug);
  return at < 0 ? [...rooms, room] : others.toSpliced(at, 0, room);
}
