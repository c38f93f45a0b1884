import { Suspense } from 'react';
import { Outlet, useLocation, useMatch } from 'react-router';
import { paths } from '../../server/contract/paths.ts';
import { useLive } from '../live/use-live.ts';
import { Announcer } from '../ui/announcer.tsx';
import { useChrome } from '../ui/chrome.ts';
import { mainId, SkipLink } from '../ui/skip-link.tsx';
import { Banners } from './banners.tsx';
import { ErrorBoundary } from './error-page.tsx';
import { Header } from './header.tsx';
import styles from './layout.module.css';
import { LoadingPage } from './loading-page.tsx';

/** The frame around every page. It stays when a page fails or is still loading. */
export function Layout() {
  const isBare = useChrome((chrome) => chrome.isBare);
  const { pathname } = useLocation();
  const isRoom = useMatch(paths.room(':slug')) !== null;
  return (
    <>
      {!isRoom && <Live />}
      <SkipLink />
      <div hidden={isBare}>
        <Header />
        <Banners />
      </div>
      <main id={mainId} tabIndex={-1} className={isBare ? styles['bare'] : styles['main']}>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<LoadingPage />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Announcer />
    </>
  );
}

/** Not on the room's page, which opens a stream of its own, as somebody at the room's door. */
function Live() {
  useLive();
  return null;
}
