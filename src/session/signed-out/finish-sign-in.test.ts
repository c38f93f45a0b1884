// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { roomQuery } from '../../rooms/api/rooms.ts';
import { lesson, room, sessionOf, teacher } from '../../testing/sample.ts';
import { finishSignIn } from './finish-sign-in.ts';

vi.mock('../oidc.ts', () => ({
  readCallback: async () => ({ exchange: { idToken: 'token' }, returnTo: '/' }),
}));

afterEach(() => vi.unstubAllGlobals());

it('a lesson that was started on the way back is there before its room is shown', async () => {
  const queries = new QueryClient();
  const before = room({ lesson: null });
  const { slug } = before;
  // What the stream has said of the room before the start.
  queries.setQueryData(roomQuery(slug).queryKey, before);
  const started = room({ lesson: lesson({ state: 'opening' }) });
  vi.stubGlobal('fetch', async (address: string) =>
    Response.json(
      address.endsWith('/session')
        ? { session: sessionOf(teacher), action: { kind: 'start-lesson', slug } }
        : started,
    ),
  );
  const next = await finishSignIn(queries, new URL('https://school.example/homeroom/signed-in'));
  expect(next).toBe(`/homeroom/rooms/${slug}`);
  expect(queries.getQueryData(roomQuery(slug).queryKey)).toEqual(started);
});
