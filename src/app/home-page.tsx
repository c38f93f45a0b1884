import type { ReactNode } from 'react';
import { useSession } from '../session/api/session.ts';
import { hasNoRoleOrClass } from '../session/no-role-or-class.ts';
import { SignedOut, signedOutPages } from './signed-out.tsx';

/** The front door; behind it, the person's rooms. */
export function HomePage({ rooms }: { rooms: ReactNode }) {
  const session = useSession();
  if (!session) return <SignedOut />;
  return hasNoRoleOrClass(session.person) ? <signedOutPages.noRole /> : rooms;
}
