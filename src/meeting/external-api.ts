/**
 * Loads Jitsi's external_api.js before @jitsi/react-sdk looks for it: the SDK keeps a failed load
 * for ever and reports it to nobody (jitsi-meet-react-sdk#45).
 */
const timeoutMs = 15_000;

/** Loads under way, by address, so that two frames do not load it twice. */
const underWay = new Map<string, Promise<void>>();

/**
 * Resolves when `window.JitsiMeetExternalAPI` is there. Rejects after 15 s, when
 * the address does not answer, or answers something else; then a new call tries
 * anew.
 */
export function loadExternalApi(address: string): Promise<void> {
  if (isLoaded()) return Promise.resolve();
  const loading = underWay.get(address) ?? load(address).finally(() => underWay.delete(address));
  underWay.set(address, loading);
  return loading;
}

const isLoaded = (): boolean => 'JitsiMeetExternalAPI' in window;

function load(address: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const script = document.createElement('script');
  const fail = (why: string) => {
    script.remove();
    reject(new Error(`${address}: ${why}`));
  };
  const limit = setTimeout(() => fail('no answer'), timeoutMs);
  script.addEventListener('error', () => fail('not loaded'));
  script.addEventListener('load', () => (isLoaded() ? resolve() : fail('not the external API')));
  script.src = address;
  document.head.append(script);
  return promise.finally(() => clearTimeout(limit));
}
