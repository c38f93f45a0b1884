import { Trans } from '@lingui/react/macro';
import { Notice } from '../../ui/notice.tsx';
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
      {warnings.map((warning) => (
        <Notice key={warning} tone="danger">
          {/* For administrators, in the server's own words: they are about its settings. */}
          <span lang="en" dir="ltr">
            {warning}
          </span>
        </Notice>
      ))}
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
