import { useMutation, useQueryClient } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { CreateRoom, RoomView } from '../../../server/contract/room.ts';
import { request } from '../../session/request.ts';
import { putRoom } from './rooms.ts';

export function useCreateRoom() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (room: CreateRoom) => request<RoomView>('POST', apiPaths.rooms, room),
    onSuccess: (room) => putRoom(queries, room),
  });
}
