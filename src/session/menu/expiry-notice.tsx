import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { reportActivity } from '../activity.ts';
import { sessionQuery, useSession } from '../api/session.ts';
import { serverNow } from '../../http/server-clock.ts';
import { useAction } from '../use-action.ts';
import { signIn } from '../sign-in.ts';

/** Says that the session is about to end, and how to stay. Not on a waiting page or in a meeting. */
export default function ExpiryNotice() {
  const { t } = useLingui();
  const session = useSession();
  const end = session ? Math.min(session.idleEndsAt, session.endsAt) : Infinity;
  useEffect(() => announce(t`Your sign-in expires soon.`), [t]);
  if (!session) return null;
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

function Stay() {
  const queries = useQueryClient();
  const stay = useAction(reportActivity, (session) =>
    queries.setQueryData(sessionQuery().queryKey, session),
  );
  return (
    <>
      <Button variant="primary" isBusy={stay.isPending} onClick={() => stay.run()}>
        <Trans>Stay signed in</Trans>
      </Button>
      <Refusal error={stay.error} />
    </>
  );
}

function SignInAgain() {
  const go = useAction(() => signIn({ returnTo: window.location.pathname }));
  return (
    <Button variant="primary" isBusy={go.isPending} onClick={() => go.run()}>
      <Trans>Sign in again</Trans>
    </Button>
  );
}
