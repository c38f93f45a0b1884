import type { ReactNode } from 'react';
import { useSession } from '../session/api/session.ts';
import { FrontDoor } from '../session/front-door.tsx';
import { NoRolePage, hasNoPlace } from '../session/no-role-page.tsx';
import { useEndOfSession } from '../session/session-end.ts';
import { SessionEndedPage } from '../session/session-ended-page.tsx';

/** The front door; behind it, the person's rooms. */
export function HomePage({ rooms }: { rooms: ReactNode }) {
  const session = useSession();
  const { why } = useEndOfSession();
  if (session) return hasNoPlace(session.person) ? <NoRolePage /> : rooms;
  return why ? <SessionEndedPage why={why} /> : <FrontDoor />;
}
