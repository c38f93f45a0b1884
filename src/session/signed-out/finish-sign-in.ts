/** From the provider's answer to a session, and to the action that waited for it. */
import type { QueryClient } from '@tanstack/react-query';
import { apiPaths, paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import type { Session, SignedIn, StepUpAction } from '../../../server/contract/session.ts';
import { sessionQuery } from '../api/session.ts';
import { readCallback } from '../oidc.ts';
import { request } from '../../http/request.ts';
import { safeReturn } from '../return-to.ts';
import { useEndOfSession } from '../session-end.ts';

/** Answers with the path to go on to. Throws SignInError, or as `request` does. */
export async function finishSignIn(queries: QueryClient, callback: URL): Promise<string> {
  const { exchange, returnTo } = await readCallback(callback);
  const { session, action } = await request<SignedIn>('POST', apiPaths.session, exchange);
  useEndOfSession.setState({ why: null });
  queries.setQueryData(sessionQuery().queryKey, session);
  const next = safeReturn(returnTo, callback.origin);
  return action ? doAction(queries, session, action, next) : next;
}

/** Does what the person had asked for before the password was asked for. */
async function doAction(
  queries: QueryClient,
  { person }: Session,
  action: StepUpAction,
  next: string,
): Promise<string> {
  switch (action.kind) {
    case 'start-lesson': {
      const room = await request<RoomView>('POST', apiPaths.lesson(action.slug), {});
      // Replaces the room in the cache (the query of rooms/api): the stream may have filled it
      // before the lesson started, and then the page would stay at the door.
      queries.setQueryData(['rooms', 'one', action.slug], room);
      return paths.room(action.slug);
    }
    case 'remove-organizer':
      await request('DELETE', apiPaths.organizer(action.slug, action.personId));
      // Whoever gave the room up has nothing to do on its settings any more.
      return action.personId === person.id ? paths.home : next;
    case 'delete-room':
      await request('DELETE', apiPaths.room(action.slug));
      return paths.home;
    case 'administer':
      // What is to be changed is pressed once more, with the room before one's eyes.
      return next;
    default:
      return action satisfies never;
  }
}
