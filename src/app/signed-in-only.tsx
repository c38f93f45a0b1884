import { Outlet } from 'react-router';
import { useSession } from '../session/api/session.ts';
import { FrontDoor } from '../session/front-door.tsx';
import { useEndOfSession } from '../session/session-end.ts';
import { SessionEndedPage } from '../session/session-ended-page.tsx';

/** A page behind the front door: who is not signed in signs in first, and comes back here. */
export function SignedInOnly() {
  const session = useSession();
  const { why } = useEndOfSession();
  if (session) return <Outlet />;
  return why ? <SessionEndedPage why={why} /> : <FrontDoor isOnTheWay />;
}
