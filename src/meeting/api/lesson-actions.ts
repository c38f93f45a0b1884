/** What an organizer does in a lesson. Each answers with the room as it is then. */
import { apiPaths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';

export type LessonAction =
  | { action: 'end' | 'extend' }
  | { action: 'remove' | 'readmit'; personId: string }
  | { action: 'newcomers'; closed: boolean };

/** Throws as `request` does. */
export function actInLesson(slug: string, { action, ...about }: LessonAction): Promise<RoomView> {
  return request<RoomView>('POST', apiPaths.lessonAction(slug, action), about);
}
