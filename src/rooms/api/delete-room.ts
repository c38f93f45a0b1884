import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths, paths } from '../../../server/contract/paths.ts';
import { request } from '../../http/request.ts';
import { withStepUp } from '../../session/step-up.ts';
import { useAction } from '../../session/use-action.ts';
import { dropRoom } from './rooms.ts';

/** Deletes the room for ever, with the records of its lessons. */
export function useDeleteRoom(slug: Slug) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useAction(async () => {
    await deleteRoom(slug);
    // Leaves the page first: it would ask for the deleted room once more.
    await navigate(paths.home, { replace: true });
    dropRoom(queries, slug);
  });
}

const deleteRoom = (slug: Slug) =>
  withStepUp({ kind: 'delete-room', slug }, () => request<null>('DELETE', apiPaths.room(slug)));
