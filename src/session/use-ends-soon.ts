import { useEffect, useState } from 'react';
import { useSession } from './api/session.ts';
import { serverNow } from '../http/server-clock.ts';

/** Milliseconds before its end at which a session is said to end soon. */
const noticeBefore = 5 * 60_000;

/** Compares the clock now and then: a timer for hours would stop while the tablet sleeps. */
export function useEndsSoon(): boolean {
  const session = useSession();
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return session !== null && Math.min(session.idleEndsAt, session.endsAt) - now < noticeBefore;
}
