/** Shows a page as the application does, around data that a test brings. */
import { i18n } from '@lingui/core';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { Boot } from '../../server/contract/boot.ts';
import { HistoryRouter } from '../app/history-router.tsx';
import { Providers } from '../app/providers.tsx';
import { createQueryClient } from '../app/query-client.ts';
import { setServerClock } from '../http/server-clock.ts';

export function show(page: ReactNode, boot: Boot, path = '/') {
  i18n.loadAndActivate({ locale: 'en', locales: ['en-GB'], messages: {} });
  window.history.replaceState(null, '', path);
  setServerClock(boot.now);
  const queries = createQueryClient(boot);
  const shown = render(
    <Providers boot={boot} queries={queries}>
      <HistoryRouter>{page}</HistoryRouter>
    </Providers>,
  );
  return { ...shown, queries };
}
