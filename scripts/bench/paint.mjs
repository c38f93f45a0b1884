/** When a page paints for the first time, and its largest part, on a slow phone. */
import { chromium } from '@playwright/test';
import { pause, runHomeroom, runServer } from './server-process.mjs';
import { percentile } from './streams.mjs';

/** A slow 4G connection and a quarter of this processor, enforced by the browser. */
const slowNetwork = {
  offline: false,
  latency: 150,
  downloadThroughput: 200_000,
  uploadThroughput: 90_000,
};
const slowdown = 4;
const rounds = 7;

/** @typedef {{ first: number, largest: number }} Paints milliseconds after the navigation began */

/** Runs in the page. */
function readPaints() {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [first] = performance.getEntriesByName('first-contentful-paint');
      resolve({ first: first?.startTime, largest: list.getEntries().at(-1)?.startTime });
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @returns {Promise<Paints>}
 */
async function paintsOf(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', slowNetwork);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto(url, { waitUntil: 'load' });
  // A later, larger paint may still come.
  await pause(500);
  const paints = await page.evaluate(readPaints);
  await context.close();
  return paints;
}

/**
 * @param {string} what
 * @param {number[]} ours
 * @param {number[]} theirs
 * @returns {import('./rows.mjs').Row}
 */
function row(what, ours, theirs) {
  const [our, their] = [percentile(ours, 0.5), percentile(theirs, 0.5)];
  return {
    what,
    value: our / their,
    budget: 1.15,
    unit: '× a plain page',
    how: `${our.toFixed(0)} ms, ${their.toFixed(0)} ms`,
  };
}

/** @returns {Promise<import('./rows.mjs').Row[]>} */
export async function paint() {
  const homeroom = await runHomeroom();
  const headers = JSON.stringify(Object.fromEntries((await fetch(homeroom.url)).headers));
  const plain = await runServer(['scripts/bench/plain-page.mjs'], '/', () => ({
    HEADERS: headers,
  }));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  /** @type {Paints[]} */
  const ours = [];
  /** @type {Paints[]} */
  const theirs = [];
  for (let nth = 0; nth < rounds; nth += 1) {
    ours.push(await paintsOf(browser, homeroom.url));
    theirs.push(await paintsOf(browser, plain.url));
  }
  await Promise.all([browser.close(), homeroom.stop(), plain.stop()]);
  return [
    row('front door, first paint', ours.map(firstOf), theirs.map(firstOf)),
    row('front door, largest paint', ours.map(largestOf), theirs.map(largestOf)),
  ];
}

const firstOf = (/** @type {Paints} */ { first }) => first;
const largestOf = (/** @type {Paints} */ { largest }) => largest;
