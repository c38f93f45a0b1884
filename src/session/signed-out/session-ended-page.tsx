import { Trans, useLingui } from '@lingui/react/macro';
import { useLocation } from 'react-router';
import { PlainPage } from '../../ui/plain-page.tsx';
import type { EndOfSession } from '../session-end.ts';
import { SignInForm } from './sign-in-form.tsx';

/** Says why the session has ended, and leads back to where the person was. */
export default function SessionEndedPage({ why }: { why: EndOfSession }) {
  const { t } = useLingui();
  const { pathname } = useLocation();
  const titles: Record<EndOfSession, string> = {
    'signed-out': t`You are signed out`,
    expired: t`Your sign-in has expired`,
    revoked: t`Your sign-in was ended by the school`,
  };
  return (
    <PlainPage title={titles[why]} action={<SignInForm returnTo={pathname} />}>
      <p>
        <Explanation why={why} />
      </p>
    </PlainPage>
  );
}

function Explanation({ why }: { why: EndOfSession }) {
  switch (why) {
    case 'signed-out':
      return <Trans>In this browser, nobody is signed in to Homeroom any more.</Trans>;
    case 'expired':
      return <Trans>Sign in again, and you are back where you were.</Trans>;
    case 'revoked':
      return <Trans>Your account or your classes have changed. Sign in again to go on.</Trans>;
    default:
      return why satisfies never;
  }
}
