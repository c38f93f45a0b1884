import { Trans, useLingui } from '@lingui/react/macro';
import { Suspense } from 'react';
import { useMatch } from 'react-router';
import type { PageData } from '../../server/contract/page-data.ts';
import { paths } from '../../server/contract/paths.ts';
import { useIsLongAway } from '../live/use-is-long-away.ts';
import { usePageData } from '../http/page-data.ts';
import { lazyPage } from '../locales/catalogs.ts';
import { useLeftBehind } from '../rooms/left-behind.ts';
import { useEndsSoon } from '../session/use-ends-soon.ts';
import { useSessionWatch } from '../session/use-session-watch.ts';
import { Notice } from '../ui/notice.tsx';
import styles from './banners.module.css';

const ExpiryNotice = lazyPage('outside', () => import('../session/menu/expiry-notice.tsx'));

const LeftBehindNotices = lazyPage(
  'pages',
  () => import('../rooms/editor/left-behind-notices.tsx'),
);

export const PersistentNotices = lazyPage(
  'outside',
  () => import('../session/signed-out/persistent-notices.tsx'),
);

export const hasNotices = ({ isDemo, warnings = [] }: PageData) => isDemo || warnings.length > 0;

/**
 * Notices for the whole page: demonstration, warnings, no network, a session that is about to end.
 */
export function Banners() {
  const { t } = useLingui();
  useSessionWatch();
  const isInRoom = useMatch(paths.room(':slug')) !== null;
  const endsSoon = useEndsSoon();
  const isLeftBehind = useLeftBehind(({ all }) => all.length > 0);
  return (
    <aside className={styles['banners']} aria-label={t`Notices`}>
      <Suspense>{hasNotices(usePageData()) && <PersistentNotices />}</Suspense>
      <Offline />
      <Suspense>{isLeftBehind && <LeftBehindNotices />}</Suspense>
      <Suspense>{endsSoon && !isInRoom && <ExpiryNotice />}</Suspense>
    </aside>
  );
}

function Offline() {
  const isAway = useIsLongAway();
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
