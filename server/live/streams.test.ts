import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../contract/live.ts';
import type { Actor } from '../http/auth.ts';
import { ids } from '../contract/testing/ids.ts';
import { createOpenStreams } from './open-streams.ts';
import { createStreams, type Stream } from './streams.ts';

const ada: Actor = {
  personId: ids.person('ada'),
  name: 'Ada',
  role: 'teacher',
  isAdmin: false,
  classes: [],
  sessionRef: ids.session('session'),
  authTime: null,
  isShared: false,
  lingering: null,
};

/** What is true of the session when the stream has come to stand. */
function open(now: Actor | null) {
  const said: LiveEvent[] = [];
  let isClosed = false;
  const streams = createStreams({
    open: createOpenStreams(),
    sightOf: async () => null,
    viewerNow: async () => now,
    sessionNow: async () => null,
    listed: async () => [],
    onWaiting: () => {},
  });
  const stream: Stream = {
    actor: ada,
    slug: null,
    roomId: null,
    mayWait: false,
    told: new Map(),
    send: (event) => void said.push(event),
    sendText: () => {},
    close: () => void (isClosed = true),
  };
  return { streams, stream, said, isClosed: () => isClosed };
}

describe('a stream that opens', () => {
  it('closes at once when its session ended meanwhile', async () => {
    const { streams, stream, said, isClosed } = open(null);
    await streams.add(stream);
    expect(said).toEqual([{ kind: 'session-ended', why: 'expired' }]);
    expect(isClosed()).toBe(true);
  });

  it('sees with the rights that its person has by then', async () => {
    const { streams, stream, isClosed } = open({ ...ada, role: 'student', classes: ['7a'] });
    await streams.add(stream);
    expect(stream.actor).toMatchObject({ role: 'student', classes: ['7a'] });
    expect(isClosed()).toBe(false);
  });
});
