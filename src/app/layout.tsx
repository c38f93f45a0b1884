import { Suspense } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Announcer } from '../ui/announcer.tsx';
import { useChrome } from '../ui/chrome.ts';
import { mainId, SkipLink } from '../ui/skip-link.tsx';
import { Banners } from './banners.tsx';
import { ErrorBoundary } from './error-page.tsx';
import { Header } from './header.tsx';
import styles from './layout.module.css';
import { LoadingPage } from './loading-page.tsx';

/** Around every page. A page that fails or still loads leaves the rest standing. */
export function Layout() {
  const isBare = useChrome((chrome) => chrome.isBare);
  const { pathname } = useLocation();
  return (
    <>
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
