import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Slug } from '../../../server/contract/ids.ts';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
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

/** What it takes is loaded with the press: no list waits for it. */
async function startLesson(slug: Slug): Promise<RoomView> {
  const { openLesson } = await import('./open-lesson.ts');
  return openLesson(slug);
}
