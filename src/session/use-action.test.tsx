// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageData, student } from '../testing/sample.ts';
import { show } from '../testing/show.tsx';
import { sessionQuery } from './api/session.ts';
import { ProblemError } from '../http/problem-error.ts';
import { useEndOfSession } from './session-end.ts';
import { useAction } from './use-action.ts';

function Press({ act }: { act: () => Promise<string> }) {
  const press = useAction(act);
  return (
    <button type="button" onClick={() => press.run()}>
      {press.isPending ? 'pending' : press.isDone ? 'done' : press.error ? 'refused' : 'idle'}
    </button>
  );
}

beforeEach(() => useEndOfSession.setState({ why: null }));
afterEach(cleanup);

const says = (text: string) =>
  waitFor(() => expect(screen.getByRole('button').textContent).toBe(text));

describe('something done by a press', () => {
  it('is done once, however often it is pressed meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const act = vi.fn(() => promise);
    show(<Press act={act} />, pageData(student));
    fireEvent.click(screen.getByRole('button'));
    fireEvent.click(screen.getByRole('button'));
    await says('pending');
    resolve('');
    await says('done');
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('can be tried again after it was refused', async () => {
    const act = vi.fn(() => Promise.resolve('')).mockRejectedValueOnce(new Error('no'));
    show(<Press act={act} />, pageData(student));
    fireEvent.click(screen.getByRole('button'));
    await says('refused');
    fireEvent.click(screen.getByRole('button'));
    await says('done');
  });

  it('notices when the answer is that the session is over', async () => {
    const problem = { code: 'session-expired' as const, status: 401, title: '', requestId: 'r' };
    const act = () => Promise.reject(new ProblemError(problem));
    const { queries } = show(<Press act={act} />, pageData(student));
    fireEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(queries.getQueryData(sessionQuery().queryKey)).toBeNull());
    expect(useEndOfSession.getState().why).toBe('expired');
  });
});
