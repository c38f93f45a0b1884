import type { ReactNode } from 'react';
import { useSession } from '../session/api/session.ts';
import { hasNoPlace } from '../session/place.ts';
import { Outside, outside } from './outside.tsx';

/** The front door; behind it, the person's rooms. */
export function HomePage({ rooms }: { rooms: ReactNode }) {
  const session = useSession();
  if (!session) return <Outside />;
  return hasNoPlace(session.person) ? <outside.noRole /> : rooms;
}
