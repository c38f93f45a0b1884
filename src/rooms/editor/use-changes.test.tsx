// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { pageData, room, teacher } from '../../testing/sample.ts';
import { show } from '../../testing/show.tsx';
import { DoorSection } from './door-section.tsx';
import { useChanges } from './use-changes.ts';

const own = room({ affiliation: 'owner' });

/** One part of the page stands for all. */
function Door() {
  const { room: shown, saver } = useChanges(own);
  return <DoorSection room={shown} saver={saver('door')} />;
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));
const chosen = () =>
  screen.getAllByRole('radio', { checked: true }).map((radio) => radio.getAttribute('aria-label'));

/** A server that keeps what it is told. */
function serve(answerWhen: Promise<void> = Promise.resolve()): object[] {
  const bodies: object[] = [];
  let now = own;
  vi.stubGlobal('fetch', async (_: string, init: { method: string; body: string }) => {
    if (init.method !== 'PATCH') return Response.json(now);
    const body = JSON.parse(init.body);
    bodies.push(body);
    await answerWhen;
    now = { ...now, ...body };
    return Response.json(now);
  });
  return bodies;
}

it('shows at once what was chosen, sends it piece by piece and in order', async () => {
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
  const bodies = serve(mayAnswer);
  show(<Door />, pageData(teacher, [own]));
  choose('violet');
  choose('red');
  choose('atom');
  expect(chosen()).toEqual(['red', 'atom']);
  await waitFor(() => expect(bodies).toHaveLength(1));
  answer();
  await screen.findByText('Saved');
  await waitFor(() =>
    expect(bodies).toEqual([{ colour: 'violet' }, { colour: 'red' }, { picture: 'atom' }]),
  );
  expect(chosen()).toEqual(['red', 'atom']);
});

it('sends what still waits for its turn when the window is closed, as one', async () => {
  const bodies = serve(new Promise(() => {}));
  show(<Door />, pageData(teacher, [own]));
  choose('violet');
  choose('red');
  choose('atom');
  await waitFor(() => expect(bodies).toHaveLength(1));
  fireEvent(window, new Event('pagehide'));
  await waitFor(() => expect(bodies.at(-1)).toEqual({ colour: 'red', picture: 'atom' }));
});

it('takes back by one press, and forth again by another', async () => {
  const bodies = serve();
  show(<Door />, pageData(teacher, [own]));
  choose('violet');
  const undo = await screen.findByRole('button', { name: 'Undo the change: Door' });
  await waitFor(() => expect(undo.getAttribute('aria-disabled')).toBeNull());
  fireEvent.click(undo);
  expect(chosen()).toEqual(['green', 'none']);
  await waitFor(() => expect(undo.getAttribute('aria-disabled')).toBeNull());
  fireEvent.click(undo);
  await waitFor(() =>
    expect(bodies).toEqual([{ colour: 'violet' }, { colour: 'green' }, { colour: 'violet' }]),
  );
});

it('shows what is so when it could not be saved, and says why', async () => {
  const problem = { code: 'organizers-only', status: 403, title: '', requestId: 'req-1' };
  vi.stubGlobal('fetch', async () =>
    Response.json(problem, {
      status: 403,
      headers: { 'content-type': 'application/problem+json' },
    }),
  );
  show(<Door />, pageData(teacher, [own]));
  choose('violet');
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(chosen()).toEqual(['green', 'none']);
});
