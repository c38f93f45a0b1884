/** Requests over kept connections, a few at a time. */
import { Agent, request } from 'node:http';

/**
 * @typedef {object} Question
 * @property {string} url
 * @property {'GET' | 'POST'} method
 * @property {Record<string, string>} headers
 * @property {string} [body]
 */

/**
 * @param {Agent} agent
 * @param {Question} question
 * @returns {Promise<void>}
 */
function ask(agent, { url, method, headers, body }) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 || response.statusCode === 201
          ? resolve()
          : reject(new Error(`${method} ${url}: ${response.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * @param {readonly Question[]} questions asked in turn
 * @param {number} times
 * @param {number} [atOnce]
 */
export async function load(questions, times, atOnce = 8) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  let left = times;
  async function lane() {
    while (left > 0) {
      left -= 1;
      const question = questions[left % questions.length];
      if (question) await ask(agent, question);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane));
  agent.destroy();
}
