/** Signs out: the session ends on the server, and so in every tab that shows it. */
import type { QueryClient } from '@tanstack/react-query';
import { apiPaths } from '../../../server/contract/paths.ts';
import type { SignedOut } from '../../../server/contract/session.ts';
import { request } from '../../http/request.ts';
import { endSession } from '../session-end.ts';
import { tellOtherTabs } from '../other-tabs.ts';

/**
 * Goes on to the provider's own sign-out page, where there is one. With
 * `everywhere`, every device of this person is signed out. Throws as `request` does.
 */
export async function signOut(queries: QueryClient, everywhere = false): Promise<void> {
  const path = everywhere ? apiPaths.everywhere : apiPaths.signOut;
  const { providerUrl } = await request<SignedOut>('POST', path, {});
  tellOtherTabs();
  endSession(queries, 'signed-out');
  if (providerUrl) window.location.assign(providerUrl);
}
