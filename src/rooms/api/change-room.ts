import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { ChangeRoom, RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { useRoomAction } from './room-answer.ts';

export const useChangeRoom = (slug: Slug) =>
  useRoomAction(slug, (change: ChangeRoom) => changeRoom(slug, change));

/** Throws as `request` does. */
export const changeRoom = (slug: Slug, change: ChangeRoom): Promise<RoomView> =>
  request<RoomView>('PATCH', apiPaths.room(slug), change);
