import { useQueryClient } from '@tanstack/react-query';
import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { ChangeRoom, RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { useAction } from '../../session/use-action.ts';
import { putRoom } from './rooms.ts';

export function useChangeRoom(slug: Slug) {
  const queries = useQueryClient();
  return useAction(
    (change: ChangeRoom) => request<RoomView>('PATCH', apiPaths.room(slug), change),
    (room) => putRoom(queries, room),
  );
}
