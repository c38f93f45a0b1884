/** From the data that came with the page to the first paint. */
import type { Root } from 'react-dom/client';
import type { PageData } from '../../server/contract/page-data.ts';
import { paths } from '../../server/contract/paths.ts';
import { speak } from '../locales/catalogs.ts';
import { setServerClock } from '../http/server-clock.ts';
import { rememberedLanguage, rememberedTheme, showTheme } from '../ui/preferences.ts';
import { hasNotices, PersistentNotices } from './banners.tsx';
import { signedOutPages } from './signed-out.tsx';
import { createQueryClient } from './query-client.ts';
import { Providers } from './providers.tsx';
import { pages, Router } from './router.tsx';
import '../ui/tokens.css';
import '../ui/base.css';

export async function startApp(root: Root, pageData: PageData): Promise<void> {
  setServerClock(pageData.now);
  showTheme(rememberedTheme());
  // Loads everything that the first paint needs before it, so that nothing moves afterwards.
  await Promise.all([
    preloadStartPage(pageData),
    hasNotices(pageData) && PersistentNotices.preload(),
    speak(rememberedLanguage()),
  ]);
  if ('serviceWorker' in navigator && navigator.serviceWorker.controller) {
    void import('./foreign-worker.ts').then(({ removeForeignWorker }) => removeForeignWorker());
  }
  root.render(
    <Providers pageData={pageData} queries={createQueryClient(pageData)}>
      <Router />
    </Providers>,
  );
}

/** Pages other than the start page are loaded when the router asks for them. */
function preloadStartPage({ session }: PageData) {
  if (!session) return signedOutPages.frontDoor.preload();
  return window.location.pathname === paths.home && pages.rooms.preload();
}
