/** Reads roles again with a foreign provider, by the refresh token that a session brought along. */
import type { SessionRef } from '../contract/ids.ts';
import type { Encryption } from '../crypto.ts';
import type { EndSessions } from './end-session.ts';
import { type FollowDeps, followAccount } from './follow-account.ts';
import type { Person } from './people-store.ts';
import type { Provider } from './provider.ts';
import { maxFailuresInARow } from './reread.ts';

export type RefreshDeps = FollowDeps & {
  endSessions: EndSessions;
  refresh: NonNullable<Provider['refresh']>;
  encryption: Encryption;
};

export async function refreshPeople(deps: RefreshDeps): Promise<void> {
  const { store, encryption, log } = deps;
  let failuresInARow = 0;
  for (const { ref, personId, refreshToken } of await store.refreshable()) {
    const token = encryption.decrypt(refreshToken);
    const person = await store.findPerson(personId);
    if (token === null || !person) continue;
    if (failuresInARow >= maxFailuresInARow) return;
    try {
      await refreshOne(deps, { ref, person, token });
      failuresInARow = 0;
    } catch (error) {
      failuresInARow += 1;
      log.warn({ err: error }, 'roles not read again: the OpenID provider does not answer');
    }
  }
}

type RefreshableSession = { ref: SessionRef; person: Person; token: string };

async function refreshOne(
  deps: RefreshDeps,
  { ref, person, token }: RefreshableSession,
): Promise<void> {
  const { store, encryption, log } = deps;
  const keep = (rotated: string) => store.keepRefreshToken(ref, encryption.encrypt(rotated));
  const refreshed = await deps.refresh(person.subject, token, keep);
  if (refreshed.kind === 'person') {
    await followAccount(deps, person, refreshed);
    return;
  }
  log.info({ personId: person.id }, 'the OpenID provider knows the session no more: signed out');
  await deps.endSessions.one({ ref, personId: person.id }, 'revoked');
}
