import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../../../server/contract/paths.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { ErrorSentence } from '../../ui/refusal.tsx';
import { useSession } from '../api/session.ts';
import { SignInError } from '../oidc.ts';
import { ProblemError } from '../request.ts';
import { SignInForm } from './sign-in-form.tsx';
import { finishSignIn } from './finish-sign-in.ts';

/** Where the provider sends people back to. Seen for a moment, or when something went wrong. */
export default function SignedInPage() {
  const { t } = useLingui();
  const error = useArrival();
  if (error) return <SignInFailed error={error} />;
  return (
    <PlainPage title={t`Signing you in …`} door="ajar">
      <p role="status">
        <Trans>One moment, please.</Trans>
      </p>
    </PlainPage>
  );
}

/** Once for each arrival: a code can be used a single time. */
function useArrival(): Error | null {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [error, setError] = useState<Error | null>(null);
  const hasBegun = useRef(false);
  useEffect(() => {
    async function arrive() {
      try {
        const next = await finishSignIn(queries, new URL(window.location.href));
        await navigate(next, { replace: true });
      } catch (cause) {
        setError(cause instanceof Error ? cause : new Error('Signing in failed', { cause }));
      }
    }
    if (hasBegun.current) return;
    hasBegun.current = true;
    void arrive();
  }, [queries, navigate]);
  return error;
}

function SignInFailed({ error }: { error: Error }) {
  const { t } = useLingui();
  // A step-up that failed leaves the session as it was; there is a way back in.
  const isSignedIn = useSession() !== null;
  return (
    <PlainPage
      title={isCancelled(error) ? t`You have not signed in` : t`Signing in did not work`}
      action={
        isSignedIn ? (
          <ButtonLink to={paths.home} look="primary">
            <Trans>To your rooms</Trans>
          </ButtonLink>
        ) : (
          <SignInForm returnTo={paths.home} />
        )
      }
    >
      <p role="alert">
        <Reason error={error} />
      </p>
    </PlainPage>
  );
}

const isCancelled = (error: Error) => error instanceof SignInError && error.reason === 'cancelled';

function Reason({ error }: { error: Error }) {
  if (!(error instanceof SignInError)) return <UnforeseenReason error={error} />;
  switch (error.reason) {
    case 'cancelled':
      return <Trans>You stopped on the way. You can start again whenever you like.</Trans>;
    case 'not-under-way':
      return (
        <Trans>This sign-in was used already or began in another tab. Please start again.</Trans>
      );
    case 'other-issuer':
      return <Trans>The answer came from an unexpected place, so it was not used.</Trans>;
    case 'provider-refused':
      return <Trans>The school's sign-in refused. Please start again, or ask your school.</Trans>;
    default:
      return error.reason satisfies never;
  }
}

function UnforeseenReason({ error }: { error: Error }) {
  if (error instanceof ProblemError) return <ErrorSentence error={error} />;
  return <Trans>The school's sign-in cannot be reached. Please check the network.</Trans>;
}
