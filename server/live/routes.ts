/**
 * `GET /live[?room=slug]`: the one event stream. With a room it is the stream of
 * that room's page, waiting or in the meeting, and outlives the session's gentle
 * expiry there. It never counts as activity.
 */
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Viewer } from '../edge/asking.ts';
import { problemResponse } from '../edge/problem-response.ts';
import { maySeeRoom, type RoomFacts } from '../rooms/policy.ts';
import type { Stream, Streams } from './streams.ts';

/** Proxies cut idle connections after a minute, some after thirty seconds; ms. */
const beatEvery = 15_000;

/** Events that may wait for one slow reader, and open streams of one session: more than anybody's tabs. */
const mostUnsent = 200;
const mostStreams = 30;

export type LiveRoutesDeps = {
  streams: Streams;
  clock: () => number;
  findRoom(slug: string): Promise<RoomFacts | null>;
  /** Ids of the rooms in this person's list: what `room-gone` may be said of. */
  listed(viewer: Viewer): Promise<readonly string[]>;
  attend(viewer: Viewer, slug: string | null): Promise<void>;
  /** A stream broke; its page opens another. */
  onFault(error: Error): Promise<void>;
};

export function liveRoutes(deps: LiveRoutesDeps): Hono {
  const app = new Hono();

  app.get('/live', async (c) => {
    const asking = c.get('asking');
    const slug = c.req.query('room') ?? null;
    if (asking.kind !== 'person') {
      return problemResponse(c, {
        code: asking.kind === 'nobody' ? 'not-signed-in' : 'session-expired',
      });
    }
    if (slug === null && asking.viewer.lingering)
      return problemResponse(c, { code: 'session-expired' });
    if (deps.streams.countOf(asking.viewer.sessionRef) >= mostStreams) {
      return problemResponse(c, { code: 'too-many-requests', retryAfter: 30 });
    }
    // Back on the list, and in no room in another tab: nothing is left to linger for.
    if (slug === null && !deps.streams.isInARoom(asking.viewer.sessionRef)) {
      await deps.attend(asking.viewer, null);
    }
    let mayWait = false;
    if (slug !== null) {
      const decision = maySeeRoom(asking, await deps.findRoom(slug));
      if (!decision.allowed) return problemResponse(c, decision);
      mayWait = decision.relation !== 'organizer';
      if (!asking.viewer.lingering) await deps.attend(asking.viewer, slug);
    }
    return openStream(c, deps, { viewer: asking.viewer, slug, mayWait });
  });

  return app;
}

function openStream(
  c: Context,
  deps: LiveRoutesDeps,
  about: Pick<Stream, 'viewer' | 'slug' | 'mayWait'>,
): Response {
  const response = streamSSE(
    c,
    async (sse) => {
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      // Before anything is awaited: who leaves meanwhile would stay here for ever.
      sse.onAbort(close);
      let written: Promise<void> = Promise.resolve();
      let unsent = 0;
      const sendText = (data: string): void => {
        // Who does not read is cut off, and asks anew: what is unsent would pile up here.
        if (unsent >= mostUnsent) return close();
        unsent += 1;
        written = sse
          .writeSSE({ data })
          .catch(close)
          .finally(() => (unsent -= 1));
      };
      const stream: Stream = {
        ...about,
        seen: new Set(await deps.listed(about.viewer)),
        sendText,
        send: (event) => sendText(JSON.stringify(event)),
        close,
      };
      stream.send({ kind: 'hello', now: deps.clock() });
      const beat = setInterval(
        () => void sse.writeSSE({ event: 'beat', data: '' }).catch(close),
        beatEvery,
      );
      try {
        await deps.streams.add(stream);
        await closed;
      } finally {
        clearInterval(beat);
        deps.streams.remove(stream);
      }
      // What was said last is still on its way: why the stream closes, above all.
      await written;
    },
    deps.onFault,
  );
  // Afterwards, since the helper sets a weaker one.
  response.headers.set('cache-control', 'no-store');
  // nginx would hold events back.
  response.headers.set('x-accel-buffering', 'no');
  return response;
}
