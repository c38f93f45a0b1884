import { useEffect, useReducer } from 'react';
import { useSession } from './api/session.ts';
import { serverNow } from './clock.ts';

/** Milliseconds before its end at which a session is said to end soon. */
const noticeBefore = 5 * 60_000;

/** Looks at the clock now and then: a timer that waits for hours sleeps with the tablet. */
export function useEndsSoon(): boolean {
  const session = useSession();
  const [, look] = useReducer(serverNow, 0);
  useEffect(() => {
    const timer = setInterval(look, 15_000);
    return () => clearInterval(timer);
  }, []);
  // By the clock as it is: whoever has just stayed is not told that two hours are soon.
  return (
    session !== null && Math.min(session.idleEndsAt, session.endsAt) - serverNow() < noticeBefore
  );
}
