import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths, paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { withStepUp } from '../../session/step-up.ts';
import { useAction } from '../../session/use-action.ts';
import { putRoom } from './rooms.ts';

/** Opens the lesson and walks in; by way of the password where the sign-in is not recent enough. */
export function useStartLesson(slug: Slug) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useAction(
    () => startLesson(slug),
    (room) => {
      putRoom(queries, room);
      void navigate(paths.room(slug));
    },
  );
}

const startLesson = (slug: Slug) =>
  withStepUp({ kind: 'start-lesson', slug }, () =>
    request<RoomView>('POST', apiPaths.lesson(slug), {}),
  );
