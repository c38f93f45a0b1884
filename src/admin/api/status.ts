import { queryOptions } from '@tanstack/react-query';
import type { AdminStatus } from '../../../server/contract/admin.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import { request } from '../../http/request.ts';

/** Milliseconds between two requests, while the page is visible. */
const lookEvery = 10_000;

export const adminStatusQuery = () =>
  queryOptions({
    queryKey: ['admin', 'status'],
    queryFn: ({ signal }) => request<AdminStatus>('GET', apiPaths.adminStatus, undefined, signal),
    refetchInterval: lookEvery,
  });
