import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { reportActivity } from './activity.ts';
import { sessionQuery, useSession } from './api/session.ts';
import { serverNow } from './clock.ts';
import { signIn } from './sign-in.ts';

/** Milliseconds before the end at which it is announced. */
const noticeBefore = 5 * 60_000;

/** Says that the session is about to end, and how to stay. Not on a waiting page or in a meeting. */
export function ExpiryNotice() {
  const { t } = useLingui();
  const session = useSession();
  const end = session ? Math.min(session.idleEndsAt, session.endsAt) : Infinity;
  const isSoon = useIsSoon(end);
  useEffect(() => {
    if (isSoon) announce(t`Your sign-in expires soon.`);
  }, [isSoon, t]);
  if (!session || !isSoon) return null;
  const minutes = Math.max(1, Math.ceil((end - serverNow()) / 60_000));
  return (
    <Notice tone="light" action={end < session.endsAt ? <Stay /> : <SignInAgain />}>
      <Plural
        value={minutes}
        one="Your sign-in expires in a minute."
        other="Your sign-in expires in # minutes."
      />
    </Notice>
  );
}

/** Looks at the clock now and then: a timer that waits for hours sleeps with the tablet. */
function useIsSoon(end: number): boolean {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return end - now < noticeBefore;
}

function Stay() {
  const queries = useQueryClient();
  const stay = useMutation({
    mutationFn: reportActivity,
    onSuccess: (session) => queries.setQueryData(sessionQuery().queryKey, session),
  });
  return (
    <>
      <Button look="primary" isBusy={stay.isPending} onClick={() => stay.mutate()}>
        <Trans>Stay signed in</Trans>
      </Button>
      <Refusal error={stay.error} />
    </>
  );
}

function SignInAgain() {
  const go = useMutation({ mutationFn: () => signIn({ returnTo: window.location.pathname }) });
  return (
    <Button look="primary" isBusy={go.isPending} onClick={() => go.mutate()}>
      <Trans>Sign in again</Trans>
    </Button>
  );
}
