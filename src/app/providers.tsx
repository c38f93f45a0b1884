import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Boot } from '../../server/contract/boot.ts';
import { BootProvider } from '../http/boot.ts';
import { SiteName } from '../ui/page-heading.tsx';

export const Providers = ({
  boot,
  queries,
  children,
}: {
  boot: Boot;
  queries: QueryClient;
  children: ReactNode;
}) => (
  <BootProvider value={boot}>
    <SiteName value={boot.school.name}>
      <QueryClientProvider client={queries}>
        <I18nProvider i18n={i18n}>{children}</I18nProvider>
      </QueryClientProvider>
    </SiteName>
  </BootProvider>
);
