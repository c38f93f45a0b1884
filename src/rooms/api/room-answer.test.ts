// @vitest-environment jsdom
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { room } from '../../testing/sample.ts';
import { putRoomAnswer } from './room-answer.ts';
import { putRoom, roomQuery } from './rooms.ts';

const before = room();
const after = { ...before, name: 'As it is now' };
const { queryKey } = roomQuery(before.slug);

/** A page that shows the room. */
function open() {
  const queries = new QueryClient();
  queries.setQueryData(queryKey, before);
  const stop = new QueryObserver(queries, roomQuery(before.slug)).subscribe(() => {});
  return { queries, stop, shown: () => queries.getQueryData(queryKey) };
}

afterEach(() => vi.unstubAllGlobals());

it('an answer is what the room is now', async () => {
  const { queries, stop, shown } = open();
  await putRoomAnswer(queries, before.slug, async () => after);
  expect(shown()).toEqual(after);
  stop();
});

it('an answer that was overtaken by an event does not undo it: the room is asked for anew', async () => {
  const asked = vi.fn(async () => Response.json({ ...after, name: 'As the server says' }));
  vi.stubGlobal('fetch', asked);
  const { queries, stop, shown } = open();
  await putRoomAnswer(queries, before.slug, async () => {
    putRoom(queries, after);
    return before;
  });
  expect(asked).toHaveBeenCalledOnce();
  expect(shown()).toMatchObject({ name: 'As the server says' });
  stop();
});

it('a room that is out of sight is taken out', async () => {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }));
  const { queries, stop, shown } = open();
  expect(await putRoomAnswer(queries, before.slug, async () => null)).toBeNull();
  expect(shown()).toBeUndefined();
  stop();
});

it('a refusal changes nothing', async () => {
  const { queries, stop, shown } = open();
  const refused = new Error('refused');
  await expect(putRoomAnswer(queries, before.slug, () => Promise.reject(refused))).rejects.toBe(
    refused,
  );
  expect(shown()).toEqual(before);
  stop();
});
