import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { PersonId, Slug } from '../../../server/contract/ids.ts';
import { apiPaths, paths } from '../../../server/contract/paths.ts';
import type { AddOrganizer, RoomView, TeachersFound } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { withStepUp } from '../../session/step-up.ts';
import { useAction } from '../../session/use-action.ts';
import { putRoomAnswer, useRoomAction } from './room-answer.ts';

/** Teachers whose name or login has this in it; asked from two letters on. */
export const teachersQuery = (name: string) =>
  queryOptions({
    queryKey: ['teachers', name],
    queryFn: ({ signal }) => {
      const path = `${apiPaths.teachers}?q=${encodeURIComponent(name)}`;
      return request<TeachersFound>('GET', path, undefined, signal);
    },
    enabled: name.length >= 2,
  });

export const useAddOrganizer = (slug: Slug) =>
  useRoomAction(slug, (named: AddOrganizer) =>
    request<RoomView>('POST', apiPaths.organizers(slug), named),
  );

/** A colleague; oneself by `useGiveUpRoom`. */
export const useRemoveOrganizer = (slug: Slug) =>
  useRoomAction(slug, (personId: PersonId) => removeOrganizer(slug, personId));

/** Leads to one's other rooms. */
export function useGiveUpRoom({ slug }: RoomView, ownId: PersonId) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useAction(() =>
    putRoomAnswer(queries, slug, async () => {
      const room = await removeOrganizer(slug, ownId);
      // Away first: what is shown here is for organizers only.
      await navigate(paths.home, { replace: true });
      return room;
    }),
  );
}

/** Answers with nothing where the room is out of sight for whoever is no organizer of it. */
const removeOrganizer = (slug: Slug, personId: PersonId) =>
  withStepUp({ kind: 'remove-organizer', slug, personId }, () =>
    request<RoomView | null>('DELETE', apiPaths.organizer(slug, personId)),
  );
