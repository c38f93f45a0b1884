/**
 * `GET /live[?room=slug]`: the one event stream. With a room it is the stream of
 * that room's page, waiting or in the meeting, and outlives the session's gentle
 * expiry there. It never counts as activity.
 */
import { type Context, Hono } from 'hono';
import { type PersonId, type RoomId, Slug } from '../contract/ids.ts';
import type { Actor } from '../http/auth.ts';
import { eventStream } from '../http/event-stream.ts';
import type { Log } from '../http/log.ts';
import { problemResponse } from '../http/problem-response.ts';
import { maySeeRoom, type RoomFacts } from '../rooms/policy.ts';
import { eventText, type Stream, type Streams } from './streams.ts';

/**
 * Between two signs of life, since proxies cut idle connections after a minute, some after thirty
 * seconds; ms.
 */
const beatEvery = 15_000;

const beatText = 'event: beat\ndata: \n\n';

/** Bytes that may wait for one slow reader. */
const maxUnsent = 256 * 1024;

/** Open streams of one session: more than anybody's tabs. */
const maxStreams = 30;

export type LiveRoutesDeps = {
  streams: Streams;
  clock: () => number;
  /** The room, as far as it decides about this person. */
  findRoom(slug: Slug, personId: PersonId): Promise<{ id: RoomId; facts: RoomFacts } | null>;
  /** Ids of the rooms in this person's list: what `room-gone` may be said of. */
  listed(actor: Actor): Promise<readonly RoomId[]>;
  attend(actor: Actor, slug: Slug | null): Promise<void>;
  log: Log;
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
    const { actor } = auth;
    const attend = async (now: Slug | null) => {
      if (c.get('attending') !== now) await deps.attend(actor, now);
    };
    // The person is back on the list and has no room open in another tab, so the session no
    // longer lingers for one.
    if (slug === null && !deps.streams.isInARoom(actor.sessionRef)) await attend(null);
    let mayWait = false;
    const room = slug === null ? null : await deps.findRoom(slug, actor.personId);
    if (slug !== null) {
      const decision = maySeeRoom(auth, room?.facts ?? null);
      if (!decision.allowed) return problemResponse(c, decision);
      mayWait = decision.relation !== 'organizer';
      if (!actor.lingering) await attend(slug);
    }
    const told = new Map((await deps.listed(actor)).map((roomId) => [roomId, '']));
    return openStream(c, deps, { actor, slug, roomId: room?.id ?? null, mayWait, told });
  });

  return app;
}

function openStream(
  c: Context,
  deps: LiveRoutesDeps,
  about: Pick<Stream, 'actor' | 'slug' | 'roomId' | 'mayWait' | 'told'>,
): Response {
  return eventStream(c, (sink) => {
    const sendText = (text: string): void => {
      // A page that does not read its events is cut off and connects again: they would pile up
      // here.
      if (sink.unsent() > maxUnsent) sink.abort();
      else sink.write(text);
    };
    const stream: Stream = {
      ...about,
      sendText,
      send: (event) => sendText(eventText(event)),
      close: () => sink.end(),
    };
    stream.send({ kind: 'hello', now: deps.clock() });
    const beat = setInterval(() => sink.write(beatText), beatEvery);
    deps.streams.add(stream).catch((error: unknown) => {
      // Its page opens another.
      deps.log.warn({ err: error }, 'a stream broke');
      sink.end();
    });
    return () => {
      clearInterval(beat);
      deps.streams.remove(stream);
    };
  });
}
