/** Many open event streams, and when each of them heard the next event. */
import { Agent, get } from 'node:http';

/**
 * @typedef {object} Streams
 * @property {() => Promise<number[]>} heard when each heard its next event, performance.now()
 * @property {() => void} close
 */

/**
 * @param {string} url
 * @param {(nth: number) => Record<string, string>} headersOf
 * @param {number} count
 * @returns {Promise<Streams>} when every one has heard its first event
 */
export async function openStreams(url, headersOf, count) {
  const agent = new Agent({ maxSockets: Infinity });
  /** @type {(() => void)[]} */
  const listeners = [];
  const hear = (/** @type {number} */ nth) =>
    new Promise((resolve) => {
      listeners[nth] = () => resolve(performance.now());
    });
  /** @param {number} nth */
  function open(nth) {
    return new Promise((resolve, reject) => {
      const sent = get(url, { agent, headers: headersOf(nth) }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`a stream: ${response.statusCode}`));
        response.setEncoding('utf8');
        response.on('data', (/** @type {string} */ text) => {
          if (!text.includes('data:')) return;
          resolve(null);
          listeners[nth]?.();
        });
        response.on('error', () => undefined);
      });
      sent.on('error', reject);
    });
  }
  const all = [...Array(count).keys()];
  // Not all at one instant: a school does not wake up like that, and the queue of a socket is short.
  for (let from = 0; from < count; from += 50) {
    await Promise.all(all.slice(from, from + 50).map(open));
  }
  return {
    heard: () => Promise.all(all.map(hear)),
    close: () => agent.destroy(),
  };
}

/**
 * @param {number[]} values
 * @param {number} share 0.99 for p99
 */
export function percentile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
