/**
 * The one HTML page: built by vite, with what the person may see at once put
 * into it, so that it paints without asking anything. Never cached: it holds
 * somebody's rooms.
 */
import type { Boot } from '../contract/boot.ts';

export type Page = (boot: Boot) => string;

const placeholder = '<!--boot-->';

/** @throws when the built page has no place for the data */
export function createPage(html: string): Page {
  const [before, after, ...more] = html.split(placeholder);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`index.html has no single ${placeholder}`);
  }
  return (boot) =>
    `${before}<script type="application/json" id="boot">${embeddable(boot)}</script>${after}`;
}

/** JSON that neither ends its element nor opens another: names are what people typed. */
function embeddable(boot: Boot): string {
  return JSON.stringify(boot)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}
