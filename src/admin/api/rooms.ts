import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { AdminRoom, AdminRooms } from '../../../server/contract/admin.ts';
import type { PersonId, Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { TeachersFound } from '../../../server/contract/room.ts';
import { type Method, request } from '../../http/request.ts';
import { withStepUp } from '../../session/step-up.ts';
import { useAction } from '../../session/use-action.ts';

export const adminRoomsQuery = (words: string) =>
  queryOptions({
    queryKey: ['admin', 'rooms', words],
    queryFn: ({ signal }) => {
      const path = `${apiPaths.adminRooms}?q=${encodeURIComponent(words)}`;
      return request<AdminRooms>('GET', path, undefined, signal);
    },
  });

/** Teachers whose name has this in it; asked from two letters on. */
export const adminTeachersQuery = (name: string) =>
  queryOptions({
    queryKey: ['admin', 'teachers', name],
    queryFn: ({ signal }) => {
      const path = `${apiPaths.adminTeachers}?q=${encodeURIComponent(name)}`;
      return request<TeachersFound>('GET', path, undefined, signal);
    },
    enabled: name.length >= 2,
  });

/** What an administrator may change of a room. */
export type RoomChange =
  | { kind: 'archive'; isArchived: boolean }
  | { kind: 'add'; ref: string }
  | { kind: 'remove'; personId: PersonId };

export function useAdministerRoom(slug: Slug) {
  const queries = useQueryClient();
  return useAction(
    (change: RoomChange) =>
      withStepUp({ kind: 'administer' }, () => request<AdminRoom>(...requestFor(slug, change))),
    () => void queries.invalidateQueries({ queryKey: ['admin', 'rooms'] }),
  );
}

function requestFor(slug: Slug, change: RoomChange): [Method, string, unknown?] {
  switch (change.kind) {
    case 'archive':
      return ['PATCH', apiPaths.adminRoom(slug), { isArchived: change.isArchived }];
    case 'add':
      return ['POST', apiPaths.adminOrganizers(slug), { ref: change.ref }];
    case 'remove':
      return ['DELETE', apiPaths.adminOrganizer(slug, change.personId)];
    default:
      return change satisfies never;
  }
}
