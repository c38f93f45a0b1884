import { useNavigate } from 'react-router';
import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths, paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { request } from '../../http/request.ts';
import { withStepUp } from '../../session/step-up.ts';
import { useAction } from '../../session/use-action.ts';
import { leaveBehind } from '../leave-behind.ts';

/**
 * For ever: the room, and who was in its lessons; in a moment, on the page that it leads to.
 * Whoever has to enter the password for it has had that moment there.
 */
export function useDeleteRoom({ slug, name }: RoomView) {
  const navigate = useNavigate();
  return useAction(async () => {
    await askWhetherItMayBe(slug);
    leaveBehind({ kind: 'deletion', slug, name });
    await navigate(paths.home, { replace: true });
  });
}

/** Before anybody is told that it is as good as done. */
const askWhetherItMayBe = (slug: Slug) =>
  withStepUp({ kind: 'delete-room', slug }, () => request<null>('GET', apiPaths.deletion(slug)));
