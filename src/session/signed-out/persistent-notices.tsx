import { Trans } from '@lingui/react/macro';
import { Suspense } from 'react';
import { Notice } from '../../ui/notice.tsx';
import { WarningNotices } from '../../ui/warning-notices.ts';
import { useSession } from '../api/session.ts';
import { usePageData } from '../../http/page-data.ts';

/**
 * Notices that stay as long as the server runs: that this is a demonstration, or set up unsafely.
 */
export default function PersistentNotices() {
  const { isDemo, warnings = [] } = usePageData();
  return (
    <>
      {isDemo && <Demo />}
      {warnings.length > 0 && (
        <Suspense>
          <WarningNotices warnings={warnings} />
        </Suspense>
      )}
    </>
  );
}

function Demo() {
  const isSignedIn = useSession() !== null;
  return (
    <Notice tone="light">
      <Trans>
        This is a demonstration with sample people; the meetings are for practice, without sound or
        picture.
      </Trans>{' '}
      {!isSignedIn && (
        <Trans>The names and passwords stand in the window where Homeroom was started.</Trans>
      )}
    </Notice>
  );
}
