import { queryOptions } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { RoomList } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';

/** Other teachers' rooms whose name, or whose organizer's name, has this in it. */
export const colleaguesRoomsQuery = (words: string) =>
  queryOptions({
    queryKey: ['rooms', 'colleagues', words],
    queryFn: async ({ signal }) => {
      const path = `${apiPaths.colleaguesRooms}?q=${encodeURIComponent(words)}`;
      return (await request<RoomList>('GET', path, undefined, signal)).rooms;
    },
    enabled: words.length >= 2,
  });
