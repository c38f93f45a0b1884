import { afterEach, describe, expect, it, vi } from 'vitest';
import { OfflineError, ProblemError } from './problem-error.ts';
import { request } from './request.ts';

const answer = (response: () => Response) => {
  const fetched = vi.fn<typeof fetch>(async () => response());
  vi.stubGlobal('fetch', fetched);
  return fetched;
};

const problem = { code: 'teachers-only', status: 403, title: 'Teachers only', requestId: 'r1' };

afterEach(() => vi.unstubAllGlobals());

describe('asking the server', () => {
  it('answers with what the server said', async () => {
    answer(() => Response.json({ rooms: [] }));
    await expect(request('GET', '/homeroom/api/rooms')).resolves.toEqual({ rooms: [] });
  });

  it('names its content type on every change, so that the server takes it for ours', async () => {
    const fetched = answer(() => new Response(null, { status: 204 }));
    await request('DELETE', '/homeroom/api/rooms/a');
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
    });
  });

  it('throws the problem of a refusal', async () => {
    answer(
      () =>
        new Response(JSON.stringify(problem), {
          status: 403,
          headers: { 'content-type': 'application/problem+json' },
        }),
    );
    const refused = request('POST', '/homeroom/api/rooms', {});
    await expect(refused).rejects.toBeInstanceOf(ProblemError);
    await expect(refused).rejects.toMatchObject({ problem });
  });

  it("takes a proxy's error page for no answer", async () => {
    answer(() => new Response('<h1>Bad Gateway</h1>', { status: 502 }));
    const asked = request('GET', '/homeroom/api/rooms');
    await expect(asked).rejects.toBeInstanceOf(OfflineError);
    await expect(asked).rejects.toMatchObject({ isServerDown: true });
  });

  it('takes a lost network for no answer', async () => {
    answer(() => {
      throw new TypeError('Failed to fetch');
    });
    const asked = request('GET', '/homeroom/api/rooms');
    await expect(asked).rejects.toBeInstanceOf(OfflineError);
    await expect(asked).rejects.toMatchObject({ isServerDown: false });
  });
});
