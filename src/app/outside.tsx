import { lazyPage } from '../locales/catalogs.ts';
import { useEndOfSession } from '../session/session-end.ts';

/** Pages of those who have no session, or no place: who has one never loads them. */
export const outside = {
  frontDoor: lazyPage('outside', () => import('../session/outside/front-door.tsx')),
  sessionEnded: lazyPage('outside', () => import('../session/outside/session-ended-page.tsx')),
  noRole: lazyPage('outside', () => import('../session/outside/no-role-page.tsx')),
};

/** In place of a page that needs a session. */
export function Outside({ isOnTheWay = false }: { isOnTheWay?: boolean }) {
  const { why } = useEndOfSession();
  return why ? <outside.sessionEnded why={why} /> : <outside.frontDoor isOnTheWay={isOnTheWay} />;
}
