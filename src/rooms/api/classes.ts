import { queryOptions } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { ClassList } from '../../../server/contract/room.ts';
import { request } from '../../session/request.ts';

/** Every class of the school that Homeroom knows of. */
export const classesQuery = () =>
  queryOptions({
    queryKey: ['classes'],
    queryFn: async ({ signal }) =>
      (await request<ClassList>('GET', apiPaths.classes, undefined, signal)).classes,
    staleTime: 5 * 60_000,
  });
