import { Trans, useLingui } from '@lingui/react/macro';
import { Suspense } from 'react';
import { useMatch } from 'react-router';
import { paths } from '../../server/contract/paths.ts';
import { useLiveState } from '../live/use-live.ts';
import { useSession } from '../session/api/session.ts';
import { useBoot } from '../session/boot.ts';
import { lazyPage } from '../locales/catalogs.ts';
import { useEndsSoon } from '../session/use-ends-soon.ts';
import { useSessionWatch } from '../session/use-session-watch.ts';
import { Notice } from '../ui/notice.tsx';
import styles from './banners.module.css';
import { useIsLongAway } from './use-is-long-away.ts';

const ExpiryNotice = lazyPage('outside', () => import('../session/menu/expiry-notice.tsx'));

/** What concerns the whole page: demonstration, warnings, no network, a session that ends. */
export function Banners() {
  const { t } = useLingui();
  useSessionWatch();
  const isInRoom = useMatch(paths.room(':slug')) !== null;
  const endsSoon = useEndsSoon();
  return (
    <aside className={styles['banners']} aria-label={t`Notices`}>
      <Demo />
      <Warnings />
      <Offline />
      <Suspense>{endsSoon && !isInRoom && <ExpiryNotice />}</Suspense>
    </aside>
  );
}

function Demo() {
  const { isDemo } = useBoot();
  const isSignedIn = useSession() !== null;
  if (!isDemo) return null;
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

/** For administrators, in the server's own words: they are about its settings. */
function Warnings() {
  const { warnings = [] } = useBoot();
  return warnings.map((warning) => (
    <Notice key={warning} tone="danger">
      <span lang="en" dir="ltr">
        {warning}
      </span>
    </Notice>
  ));
}

function Offline() {
  const isAway = useIsLongAway(useLiveState(({ state }) => state === 'connecting'));
  return (
    <div role="status">
      {isAway && (
        <Notice tone="danger">
          <Trans>
            No connection to Homeroom. This page tries again by itself; what you see may be out of
            date.
          </Trans>
        </Notice>
      )}
    </div>
  );
}
