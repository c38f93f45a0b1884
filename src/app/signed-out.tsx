import { lazyPage } from '../locales/catalogs.ts';
import { useEndOfSession } from '../session/session-end.ts';

/** Pages for people without a session, or without a role; others never load them. */
export const signedOutPages = {
  frontDoor: lazyPage('outside', () => import('../session/signed-out/front-door.tsx')),
  sessionEnded: lazyPage('outside', () => import('../session/signed-out/session-ended-page.tsx')),
  noRole: lazyPage('outside', () => import('../session/signed-out/no-role-page.tsx')),
};

/** In place of a page that needs a session. */
export function SignedOut({ isOnTheWay = false }: { isOnTheWay?: boolean }) {
  const { why } = useEndOfSession();
  return why ? (
    <signedOutPages.sessionEnded why={why} />
  ) : (
    <signedOutPages.frontDoor isOnTheWay={isOnTheWay} />
  );
}
