/** Shows a page as the application does, around data that a test brings. */
import { i18n } from '@lingui/core';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { PageData } from '../../server/contract/page-data.ts';
import { HistoryRouter } from '../app/history-router.tsx';
import { Providers } from '../app/providers.tsx';
import { createQueryClient } from '../app/query-client.ts';
import { setServerClock } from '../http/server-clock.ts';

export function show(page: ReactNode, pageData: PageData, path = '/') {
  i18n.loadAndActivate({ locale: 'en', locales: ['en-GB'], messages: {} });
  window.history.replaceState(null, '', path);
  setServerClock(pageData.now);
  const queries = createQueryClient(pageData);
  const shown = render(
    <Providers pageData={pageData} queries={queries}>
      <HistoryRouter>{page}</HistoryRouter>
    </Providers>,
  );
  return { ...shown, queries };
}
