/**
 * The channel between Jitsi's frame and its host, as Jitsi's external API
 * speaks it: JSON strings by `postMessage`, each marked with a scope that both
 * sides know. Each side says `__ready__` with a word of its own until the other
 * has echoed it; what is sent before that waits.
 */
export type Channel = {
  send(message: unknown): void;
  close(): void;
};

type Parts = {
  /** The window that messages are taken from and sent to. */
  peer: () => Window | null;
  origin: string;
  id: string;
  onMessage: (message: unknown) => void;
};

type Envelope = { method: string; params: unknown };

const helloEveryMs = 50;

export function openChannel({ peer, origin, id, onMessage }: Parts): Channel {
  const scope = `jitsi_meet_external_api_${id}`;
  const ownWord = Math.random().toString(36).slice(2);
  const waiting: unknown[] = [];
  let isReady = false;

  function post(method: string, params: unknown): void {
    peer()?.postMessage(JSON.stringify({ postis: true, scope, method, params }), origin);
  }

  function echoed(): void {
    clearInterval(greeting);
    isReady = true;
    for (const message of waiting.splice(0)) post('message', message);
  }

  function receive(event: MessageEvent<unknown>): void {
    if (event.source !== peer() || event.origin !== origin) return;
    const envelope = open(event.data, scope);
    if (!envelope) return;
    if (envelope.method === 'message') onMessage(envelope.params);
    if (envelope.method !== '__ready__') return;
    if (envelope.params === ownWord) echoed();
    else post('__ready__', envelope.params);
  }

  window.addEventListener('message', receive);
  const greeting = setInterval(() => post('__ready__', ownWord), helloEveryMs);

  return {
    send(message) {
      if (isReady) post('message', message);
      else waiting.push(message);
    },
    close() {
      clearInterval(greeting);
      window.removeEventListener('message', receive);
    },
  };
}

/** `undefined` for anything that is not a message of this scope: a page hears many others. */
function open(data: unknown, scope: string): Envelope | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const said: unknown = JSON.parse(data);
    if (!isRecord(said) || said['postis'] !== true || said['scope'] !== scope) return undefined;
    const { method, params } = said;
    return typeof method === 'string' ? { method, params } : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
