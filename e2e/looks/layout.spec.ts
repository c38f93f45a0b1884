/**
 * Tests the measuring itself: each fault is found where it is made, and none is found where there
 * is none.
 */
import { test, expect } from '@playwright/test';
import { layoutScript } from './layout.ts';

const wide = 'inline-size: 200vw; block-size: 30px';
const apart = 'display: block; margin: 20px; min-block-size: 30px';

const faulty: [string, string, RegExp][] = [
  ['wider than its window', `<div style="${wide}">Wide</div>`, /^The page is \d+ px wide/],
  ['beyond the edge', '<p style="position: absolute; left: -30px">Out</p>', /beyond the edge/],
  [
    'cut off',
    '<p style="inline-size: 40px; overflow: hidden; white-space: nowrap">Cut off here</p>',
    /is cut off/,
  ],
  [
    'one over the other',
    '<button style="block-size: 40px">One</button><p style="margin-top: -30px">Two words</p>',
    /“One” and <p> “Two words” overlap/,
  ],
  [
    'under 24 px',
    '<button style="block-size: 12px; padding: 0; font-size: 8px">Tiny</button>',
    /is a target of \d+ by 12/,
  ],
  [
    'faint words in a field',
    '<style>::placeholder { color: #757575 }</style><input placeholder="7a" style="block-size: 30px; background: #1a2422">',
    /“7a” in a field are 3\.\d : 1/,
  ],
  [
    'words in a field that are half there',
    '<style>::placeholder { color: black; opacity: 0.4 }</style><input placeholder="7a" style="block-size: 30px; background: white">',
    /“7a” in a field are 2\.\d : 1/,
  ],
];

const sound: [string, string][] = [
  [
    'a list of buttons',
    `<button style="${apart}">One</button><button style="${apart}">Two</button>`,
  ],
  [
    'words in a field that can be read',
    '<style>::placeholder { color: #51605d }</style><input placeholder="7a" style="block-size: 30px; background: #fffefb">',
  ],
  ['a link in a sentence', '<p style="font-size: 10px">See <a href="/">here</a>.</p>'],
  [
    'a panel over the page',
    '<p>Below</p><div style="position: absolute; top: 0; background: white"><p>Above</p></div>',
  ],
  [
    'words for screen readers only',
    '<h1 style="position: absolute; width: 1px; height: 1px; overflow: hidden">Not seen</h1>',
  ],
];

for (const [what, html, fault] of faulty) {
  test(`found: ${what}`, async ({ page }) => {
    await page.setContent(html);
    const faults: unknown = await page.evaluate(layoutScript);
    expect(String(faults)).toMatch(fault);
  });
}

for (const [what, html] of sound) {
  test(`no fault: ${what}`, async ({ page }) => {
    await page.setContent(html);
    expect(await page.evaluate(layoutScript)).toEqual([]);
  });
}
