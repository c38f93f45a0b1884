import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { AdminLessons } from '../../../server/contract/admin.ts';
import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import { request } from '../../http/request.ts';
import { useAction } from '../../session/use-action.ts';

/** Milliseconds between two looks, as long as the page is seen. */
const lookEvery = 10_000;

export const adminLessonsQuery = () =>
  queryOptions({
    queryKey: ['admin', 'lessons'],
    queryFn: ({ signal }) => request<AdminLessons>('GET', apiPaths.adminLessons, undefined, signal),
    refetchInterval: lookEvery,
  });

export function useEndLesson() {
  const queries = useQueryClient();
  return useAction(
    (slug: Slug) => request<null>('POST', apiPaths.adminEndLesson(slug), {}),
    () => void queries.invalidateQueries({ queryKey: ['admin'] }),
  );
}
