// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { pageData, room, teacher } from '../../testing/sample.ts';
import { show } from '../../testing/show.tsx';
import { DoorSection } from './door-section.tsx';

const own = room({ affiliation: 'owner' });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));
const chosen = () =>
  screen.getAllByRole('radio', { checked: true }).map((radio) => radio.getAttribute('aria-label'));

it('saves what is chosen last, also while something else is being saved', async () => {
  const bodies: unknown[] = [];
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    bodies.push(JSON.parse(body));
    await mayAnswer;
    return Response.json({ ...own, ...JSON.parse(body) });
  });
  show(<DoorSection room={own} />, pageData(teacher, [own]));
  choose('violet');
  choose('red');
  choose('atom');
  answer();
  await waitFor(() => expect(bodies.at(-1)).toEqual({ colour: 'red', picture: 'atom' }));
  expect(bodies).toHaveLength(2);
  expect(chosen()).toEqual(['red', 'atom']);
});

it('shows the door as it is when it could not be saved, and says why', async () => {
  const problem = { code: 'organizers-only', status: 403, title: '', requestId: 'req-1' };
  vi.stubGlobal('fetch', async () =>
    Response.json(problem, {
      status: 403,
      headers: { 'content-type': 'application/problem+json' },
    }),
  );
  show(<DoorSection room={own} />, pageData(teacher, [own]));
  choose('violet');
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(chosen()).toEqual(['green', 'none']);
});
