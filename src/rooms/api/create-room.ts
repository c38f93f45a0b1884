import { useQueryClient } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { CreateRoom, RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { useAction } from '../../session/use-action.ts';
import { putRoom } from './rooms.ts';

export function useCreateRoom() {
  const queries = useQueryClient();
  return useAction(
    (room: CreateRoom) => request<RoomView>('POST', apiPaths.rooms, room),
    (room) => putRoom(queries, room),
  );
}
