import { queryOptions } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { RoomsFound } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';

/** Other teachers' rooms whose name, organizers and classes have these words in them, in any order. */
export const colleaguesRoomsQuery = (words: string) =>
  queryOptions({
    queryKey: ['rooms', 'colleagues', words],
    queryFn: ({ signal }) => {
      const path = `${apiPaths.colleaguesRooms}?q=${encodeURIComponent(words)}`;
      return request<RoomsFound>('GET', path, undefined, signal);
    },
    enabled: words.length >= 2,
  });
