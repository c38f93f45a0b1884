import { Trans, useLingui } from '@lingui/react/macro';
import { paths } from '../../../server/contract/paths.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { useMe } from '../api/session.ts';
import { SignOutButton } from '../menu/sign-out-button.tsx';
import { WhomToAsk } from './whom-to-ask.tsx';

/** Friendly, and with what the school needs to know to put it right. */
export default function NoRolePage() {
  const { t } = useLingui();
  const { role, isAdmin } = useMe();
  const title = role === 'student' ? t`You are in no class yet` : t`You have no role here yet`;
  return (
    <PlainPage
      title={isAdmin ? t`You look after Homeroom` : title}
      action={
        <>
          {isAdmin && (
            <ButtonLink to={paths.admin} variant="primary">
              <Trans>State of the server</Trans>
            </ButtonLink>
          )}
          <SignOutButton />
        </>
      }
    >
      {isAdmin ? (
        <p>
          <Trans>As an administrator without a role you enter no lesson.</Trans>
        </p>
      ) : (
        <WhatIsMissing />
      )}
    </PlainPage>
  );
}

function WhatIsMissing() {
  const { name, groupsSeen = [] } = useMe();
  return (
    <>
      <p>
        <Trans>
          You are signed in as <bdi>{name}</bdi>, but the school has not told Homeroom which rooms
          are yours.
        </Trans>
      </p>
      <p>
        {groupsSeen.length > 0 ? (
          <Trans>Groups that the school sent: {groupsSeen.join(', ')}</Trans>
        ) : (
          <Trans>The school sent no groups for you.</Trans>
        )}
      </p>
      <WhomToAsk />
    </>
  );
}
