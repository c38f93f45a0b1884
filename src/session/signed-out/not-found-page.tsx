import { useLingui } from '@lingui/react/macro';
import { Trans } from '@lingui/react/macro';
import { paths } from '../../../server/contract/paths.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';

export default function NotFoundPage() {
  const { t } = useLingui();
  return (
    <PlainPage
      title={t`There is no such page`}
      action={
        <ButtonLink to={paths.home} variant="primary">
          <Trans>To the start page</Trans>
        </ButtonLink>
      }
    >
      <Trans>The address may have been mistyped, or the page may have moved.</Trans>
    </PlainPage>
  );
}
