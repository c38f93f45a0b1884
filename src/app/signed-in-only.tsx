import { Outlet } from 'react-router';
import { useSession } from '../session/api/session.ts';
import { Outside } from './outside.tsx';

/** A page behind the front door: who is not signed in signs in first, and comes back here. */
export const SignedInOnly = () => (useSession() ? <Outlet /> : <Outside isOnTheWay />);
