/** From what came with the page to the first picture. */
import type { Root } from 'react-dom/client';
import type { Boot } from '../../server/contract/boot.ts';
import { paths } from '../../server/contract/paths.ts';
import { speak } from '../locales/catalogs.ts';
import { setServerClock } from '../session/clock.ts';
import { rememberedLanguage, rememberedTheme, showTheme } from '../ui/preferences.ts';
import { outside } from './outside.tsx';
import { createQueryClient } from './query-client.ts';
import { Providers } from './providers.tsx';
import { pages, Router } from './router.tsx';
import '../ui/tokens.css';
import '../ui/base.css';

export async function startApp(root: Root, boot: Boot): Promise<void> {
  setServerClock(boot.now);
  showTheme(rememberedTheme());
  // The page's own code comes along with the sentences, not after them.
  if (!boot.session) outside.frontDoor.preload();
  else if (window.location.pathname === paths.home) pages.rooms.preload();
  await speak(rememberedLanguage());
  root.render(
    <Providers boot={boot} queries={createQueryClient(boot)}>
      <Router />
    </Providers>,
  );
}
