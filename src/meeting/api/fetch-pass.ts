import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { Pass } from '../../../server/contract/pass.ts';
import { request } from '../../http/request.ts';

/** A fresh pass for the lesson that is open now. Kept in memory only; throws as `request` does. */
export const fetchPass = (slug: Slug, signal?: AbortSignal): Promise<Pass> =>
  request<Pass>('POST', apiPaths.pass(slug), {}, signal);
