/** What an organizer does in a lesson. Each answers with the room as it is then. */
import type { PersonId, Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';

export type LessonAction =
  | { action: 'end' | 'extend' }
  | { action: 'remove' | 'readmit'; personId: PersonId }
  | { action: 'newcomers'; closed: boolean };

/** Throws as `request` does. */
export function actInLesson(slug: Slug, { action, ...about }: LessonAction): Promise<RoomView> {
  return request<RoomView>('POST', apiPaths.lessonAction(slug, action), about);
}
