import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { withStepUp } from '../../session/step-up.ts';

/** By way of the password where the sign-in is not recent enough. Throws as `request` does. */
export const openLesson = (slug: Slug): Promise<RoomView> =>
  withStepUp({ kind: 'start-lesson', slug }, () =>
    request<RoomView>('POST', apiPaths.lesson(slug), {}),
  );
