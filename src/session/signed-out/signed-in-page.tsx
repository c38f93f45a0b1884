import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { PlainPage } from '../../ui/plain-page.tsx';
import { finishSignIn } from './finish-sign-in.ts';
import { SignInFailed } from './sign-in-failed.tsx';

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
