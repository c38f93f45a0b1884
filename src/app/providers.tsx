import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PageData } from '../../server/contract/page-data.ts';
import { PageDataProvider } from '../http/page-data.ts';
import { SiteName } from '../ui/page-heading.tsx';

export const Providers = ({
  pageData,
  queries,
  children,
}: {
  pageData: PageData;
  queries: QueryClient;
  children: ReactNode;
}) => (
  <PageDataProvider value={pageData}>
    <SiteName value={pageData.school.name}>
      <QueryClientProvider client={queries}>
        <I18nProvider i18n={i18n}>{children}</I18nProvider>
      </QueryClientProvider>
    </SiteName>
  </PageDataProvider>
);
