// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pageData, student } from '../testing/sample.ts';
import { show } from '../testing/show.tsx';
import RoomPage from './room-page.tsx';

const opened: string[] = [];

beforeEach(() => {
  opened.length = 0;
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      constructor(url: string) {
        super();
        opened.push(url);
      }
      close() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('of a room that is not there for this person, no stream is asked for again and again', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn<typeof fetch>(
      async () =>
        new Response(JSON.stringify({ title: 'No room', status: 404, code: 'room-not-found' }), {
          status: 404,
          headers: { 'content-type': 'application/problem+json' },
        }),
    ),
  );
  const page = (
    <Routes>
      <Route path="/homeroom/rooms/:slug" element={<RoomPage />} />
    </Routes>
  );
  const { queries } = show(page, pageData(student, []), '/homeroom/rooms/art-x2');
  expect(await screen.findByRole('heading', { name: 'This room cannot be shown' })).toBeDefined();
  await waitFor(() => expect(opened.at(-1)).toBe('/homeroom/api/live'));
  const before = opened.length;
  await queries.invalidateQueries({ queryKey: ['rooms'] });
  expect(screen.getByRole('heading', { name: 'This room cannot be shown' })).toBeDefined();
  expect(opened).toHaveLength(before);
});
