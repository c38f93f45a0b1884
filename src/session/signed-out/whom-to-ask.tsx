import { Trans } from '@lingui/react/macro';
import { usePageData } from '../../http/page-data.ts';

/** Where only the school can help: who that is, as far as it has said so. */
export function WhomToAsk() {
  const { contact } = usePageData().school;
  return (
    <p>
      {contact === '' ? (
        <Trans>Please show this page to somebody at your school who can help.</Trans>
      ) : (
        <Trans>
          Please show this page to: <bdi>{contact}</bdi>
        </Trans>
      )}
    </p>
  );
}
