import { Outlet } from 'react-router';
import { useSession } from '../session/api/session.ts';
import { SignedOut } from './signed-out.tsx';

/** A page behind the front door: who is not signed in signs in first, and comes back here. */
export const SignedInOnly = () => (useSession() ? <Outlet /> : <SignedOut isOnTheWay />);
