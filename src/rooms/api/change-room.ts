import { useQueryClient } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { ChangeRoom, RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { useAction } from '../../session/use-action.ts';
import { putRoom } from './rooms.ts';

export function useChangeRoom(slug: string) {
  const queries = useQueryClient();
  return useAction(
    (change: ChangeRoom) => request<RoomView>('PATCH', apiPaths.room(slug), change),
    (room) => putRoom(queries, room),
  );
}
