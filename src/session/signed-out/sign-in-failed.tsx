import { Trans, useLingui } from '@lingui/react/macro';
import { paths } from '../../../server/contract/paths.ts';
import type { Problem } from '../../../server/contract/problem.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { ErrorSentence } from '../../ui/refusal.tsx';
import { useSession } from '../api/session.ts';
import { SignInError } from '../oidc.ts';
import { OfflineError, ProblemError } from '../../http/problem-error.ts';
import { SignInForm } from './sign-in-form.tsx';
import { WhomToAsk } from './whom-to-ask.tsx';

/** Why nobody has signed in, and what can be done now. */
export function SignInFailed({ error }: { error: Error }) {
  const { t } = useLingui();
  const isCancelled = error instanceof SignInError && error.reason === 'cancelled';
  const isNotFresh = problemIn(error)?.code === 'sign-in-not-fresh';
  return (
    <PlainPage
      title={isCancelled ? t`You have not signed in` : t`Signing in did not work`}
      action={isNotFresh ? <SignOutThere error={error} /> : <Onwards />}
    >
      <p role="alert">
        <Reason error={error} />
      </p>
      {isNotFresh && <WhatHelps />}
      {needsTheSchool(error) && <WhomToAsk />}
      <ProviderWords error={error} />
    </PlainPage>
  );
}

const problemIn = (error: Error): Problem | undefined =>
  error instanceof ProblemError ? error.problem : undefined;

/** Whether trying again probably does not help. */
function needsTheSchool(error: Error): boolean {
  if (error instanceof SignInError) return error.reason === 'provider-refused';
  const code = problemIn(error)?.code;
  return (
    code === 'sign-in-misconfigured' ||
    code === 'sign-in-refused' ||
    code === 'provider-unreachable'
  );
}

/** The provider's own error code, for whoever is asked for help. */
function ProviderWords({ error }: { error: Error }) {
  const words = error instanceof SignInError ? error.providerError : undefined;
  if (words === undefined) return null;
  return (
    <p>
      <code dir="ltr">{words}</code>
    </p>
  );
}

function Onwards() {
  // A step-up that failed leaves the session as it was; there is a way back in.
  const isSignedIn = useSession() !== null;
  if (!isSignedIn) return <SignInForm returnTo={paths.home} />;
  return (
    <ButtonLink to={paths.home} variant="primary">
      <Trans>To your rooms</Trans>
    </ButtonLink>
  );
}

/**
 * The provider still has somebody signed in. Only there can that be ended, so that a password is
 * asked for.
 */
function SignOutThere({ error }: { error: Error }) {
  const address = problemIn(error)?.providerUrl;
  return (
    <>
      {address !== undefined && (
        <Button variant="primary" onClick={() => window.location.assign(address)}>
          <Trans>Sign out at the school's sign-in</Trans>
        </Button>
      )}
      <Onwards />
    </>
  );
}

function WhatHelps() {
  return (
    <p>
      <Trans>
        Sign out there, and sign in again with your password. Or wait five minutes: some schools'
        sign-ins ask for a password again only then.
      </Trans>
    </p>
  );
}

function Reason({ error }: { error: Error }) {
  if (error instanceof SignInError) return <CallbackReason reason={error.reason} />;
  if (error instanceof ProblemError || error instanceof OfflineError) {
    return <ErrorSentence error={error} />;
  }
  return <Trans>The school's sign-in cannot be reached. Please check the network.</Trans>;
}

function CallbackReason({ reason }: Pick<SignInError, 'reason'>) {
  switch (reason) {
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
      return reason satisfies never;
  }
}
