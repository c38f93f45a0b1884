import { queryOptions } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { ClassList } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';

/** Every class of the school that Homeroom knows of. */
export const classesQuery = () =>
  queryOptions({
    queryKey: ['classes'],
    queryFn: ({ signal }) => request<ClassList>('GET', apiPaths.classes, undefined, signal),
    // An answer that has only some of the classes is asked for again.
    staleTime: ({ state }) => (state.data?.isPartial ? 0 : 5 * 60_000),
  });
