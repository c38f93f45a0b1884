import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { paths } from '../../../server/contract/paths.ts';
import { Button, ButtonLink } from '../button.tsx';
import { PlainPage } from '../plain-page.tsx';

/** A page that cannot be shown now: why, another try where one may help, and the way home. */
export function ClosedDoor({
  title,
  children,
  onTryAgain,
}: {
  title: string;
  children: ReactNode;
  onTryAgain?: (() => void) | undefined;
}) {
  return (
    <PlainPage
      title={title}
      action={
        <>
          {onTryAgain && (
            <Button onClick={onTryAgain}>
              <Trans>Try again</Trans>
            </Button>
          )}
          <ButtonLink to={paths.home} variant="primary">
            <Trans>To your rooms</Trans>
          </ButtonLink>
        </>
      }
    >
      <p>{children}</p>
    </PlainPage>
  );
}
