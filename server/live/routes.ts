/**
 * `GET /live[?room=slug]`: the one event stream. With a room it is the stream of
 * that room's page, waiting or in the meeting, and outlives the session's gentle
 * expiry there. It never counts as activity.
 */
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { type RoomId, Slug } from '../contract/ids.ts';
import type { Actor } from '../http/auth.ts';
import { problemResponse } from '../http/problem-response.ts';
import { maySeeRoom, type RoomFacts } from '../rooms/policy.ts';
import type { Stream, Streams } from './streams.ts';

/**
 * Between two signs of life, since proxies cut idle connections after a minute, some after thirty
 * seconds; ms.
 */
const beatEvery = 15_000;

/** Events that may wait for one slow reader, and open streams of one session: more than anybody's tabs. */
const maxUnsent = 200;
const maxStreams = 30;

export type LiveRoutesDeps = {
  streams: Streams;
  clock: () => number;
  findRoom(slug: Slug): Promise<RoomFacts | null>;
  /** Ids of the rooms in this person's list: what `room-gone` may be said of. */
  listed(actor: Actor): Promise<readonly RoomId[]>;
  attend(actor: Actor, slug: Slug | null): Promise<void>;
  /** A stream broke; its page opens another. */
  onFault(error: Error): Promise<void>;
};

export function liveRoutes(deps: LiveRoutesDeps): Hono {
  const app = new Hono();

  app.get('/live', async (c) => {
    const auth = c.get('auth');
    const slug = Slug.nullable().parse(c.req.query('room') ?? null);
    if (auth.kind !== 'person') {
      return problemResponse(c, {
        code: auth.kind === 'nobody' ? 'not-signed-in' : 'session-expired',
      });
    }
    if (slug === null && auth.actor.lingering)
      return problemResponse(c, { code: 'session-expired' });
    if (deps.streams.countOf(auth.actor.sessionRef) >= maxStreams) {
      return problemResponse(c, { code: 'too-many-requests', retryAfter: 30 });
    }
    // The person is back on the list and has no room open in another tab, so the session no
    // longer lingers for one.
    if (slug === null && !deps.streams.isInARoom(auth.actor.sessionRef)) {
      await deps.attend(auth.actor, null);
    }
    let mayWait = false;
    if (slug !== null) {
      const decision = maySeeRoom(auth, await deps.findRoom(slug));
      if (!decision.allowed) return problemResponse(c, decision);
      mayWait = decision.relation !== 'organizer';
      if (!auth.actor.lingering) await deps.attend(auth.actor, slug);
    }
    return openStream(c, deps, { actor: auth.actor, slug, mayWait });
  });

  return app;
}

function openStream(
  c: Context,
  deps: LiveRoutesDeps,
  about: Pick<Stream, 'actor' | 'slug' | 'mayWait'>,
): Response {
  const response = streamSSE(
    c,
    async (sse) => {
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      // Registered before anything is awaited: a page that leaves meanwhile would otherwise keep
      // its stream open for ever.
      sse.onAbort(close);
      let written: Promise<void> = Promise.resolve();
      let unsent = 0;
      const sendText = (data: string): void => {
        // A page that does not read its events is cut off and connects again: they would pile up
        // here.
        if (unsent >= maxUnsent) return close();
        unsent += 1;
        written = sse
          .writeSSE({ data })
          .catch(close)
          .finally(() => (unsent -= 1));
      };
      const stream: Stream = {
        ...about,
        told: new Map((await deps.listed(about.actor)).map((roomId) => [roomId, ''])),
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
      // The last event, which says why the stream closes, may not have been sent yet.
      await written;
    },
    deps.onFault,
  );
  // Set afterwards, because Hono's helper sets a weaker value.
  response.headers.set('cache-control', 'no-store');
  // Otherwise nginx would buffer the events.
  response.headers.set('x-accel-buffering', 'no');
  return response;
}
