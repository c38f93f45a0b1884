/**
 * One event stream that outlives sleep, network changes, proxies that cut idle
 * connections, and the server's restarts. EventSource's own reconnecting is not
 * used: it gives up on an error answer, knows no jitter, and never notices a
 * connection that died without a word.
 */
import type { LiveEvent } from '../../server/contract/live.ts';

/**
 * ms. The server sends `event: beat` every 15 s; when two of them are missing, the connection is
 * dead.
 */
const heartbeatTimeout = 40_000;
const firstBackoff = 500;
const maxBackoff = 30_000;

export type ConnectionState = 'connecting' | 'connected';

export type ConnectionHandlers = {
  onEvent(event: LiveEvent): void;
  onState(state: ConnectionState): void;
  /** A connection failed; the caller finds out whether the session has ended. */
  onFailure(): void;
};

export type Connection = { close(): void };

/** `random` gives 0 to 1: many pages that lost one server must not come back at once. */
export function connect(
  url: string,
  handlers: ConnectionHandlers,
  random: () => number = Math.random,
): Connection {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let lastHeard = 0;

  function open() {
    stop();
    handlers.onState('connecting');
    lastHeard = Date.now();
    source = new EventSource(url);
    source.addEventListener('message', ({ data }) => {
      markAlive();
      handlers.onEvent(JSON.parse(data));
    });
    source.addEventListener('beat', markAlive);
    source.addEventListener('error', fail);
    timer = setTimeout(fail, heartbeatTimeout);
  }

  function markAlive() {
    failures = 0;
    lastHeard = Date.now();
    handlers.onState('connected');
    clearTimeout(timer);
    timer = setTimeout(fail, heartbeatTimeout);
  }

  function fail() {
    stop();
    handlers.onState('connecting');
    handlers.onFailure();
    const backoff = Math.min(maxBackoff, firstBackoff * 2 ** failures);
    failures += 1;
    timer = setTimeout(open, backoff / 2 + (random() * backoff) / 2);
  }

  function stop() {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  // Timers stand still while a tablet sleeps, and a page that comes back out of
  // the back-forward cache has lost its connection without an error.
  const wakeUp = (event: Event) => {
    const isRestored = event instanceof PageTransitionEvent && event.persisted;
    const isSilent = Date.now() - lastHeard > heartbeatTimeout;
    if (document.visibilityState === 'visible' && (isRestored || !source || isSilent)) open();
  };
  window.addEventListener('online', open);
  window.addEventListener('pageshow', wakeUp);
  document.addEventListener('visibilitychange', wakeUp);
  open();

  return {
    close() {
      stop();
      window.removeEventListener('online', open);
      window.removeEventListener('pageshow', wakeUp);
      document.removeEventListener('visibilitychange', wakeUp);
    },
  };
}
