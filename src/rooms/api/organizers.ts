import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { PersonId, Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { RoomView, TeachersFound } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { withStepUp } from '../../session/step-up.ts';
import { useAction } from '../../session/use-action.ts';
import { putRoom } from './rooms.ts';

/** Teachers whose name has this in it; asked from two letters on. */
export const teachersQuery = (name: string) =>
  queryOptions({
    queryKey: ['teachers', name],
    queryFn: ({ signal }) => {
      const path = `${apiPaths.teachers}?q=${encodeURIComponent(name)}`;
      return request<TeachersFound>('GET', path, undefined, signal);
    },
    enabled: name.length >= 2,
  });

/** `ref` is what the search found. */
export function useAddOrganizer(slug: Slug) {
  const queries = useQueryClient();
  return useAction(
    (ref: string) => request<RoomView>('POST', apiPaths.organizers(slug), { ref }),
    (room) => putRoom(queries, room),
  );
}

export function useRemoveOrganizer(slug: Slug) {
  const queries = useQueryClient();
  return useAction(
    (personId: PersonId) => removeOrganizer(slug, personId),
    (room) => putRoom(queries, room),
  );
}

const removeOrganizer = (slug: Slug, personId: PersonId) =>
  withStepUp({ kind: 'remove-organizer', slug, personId }, () =>
    request<RoomView>('DELETE', apiPaths.organizer(slug, personId)),
  );
