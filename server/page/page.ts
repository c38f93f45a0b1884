/**
 * The one HTML page: built by vite, with what the person may see at once put
 * into it, so that it paints without asking anything. Never cached: it holds
 * somebody's rooms.
 */
import { createHash } from 'node:crypto';
import type { Boot } from '../contract/boot.ts';
import type { Door, FrontDoor } from './front-door.ts';
import type { Mark } from './mark.ts';
import type { Reader } from './reader.ts';

export type Page = {
  /** `isStartPage`: at `/`, where who has no session stands before the front door. */
  render(boot: Boot, reader: Reader, isStartPage: boolean): string;
  /** For the Content-Security-Policy: the only styles that may stand in a page. */
  styleHashes: readonly string[];
};

/** What is the school's own in every page. */
export type PageLook = {
  /** Its colour as a stylesheet, or empty. */
  style: string;
  /** The picture that stands for it; `null` where it is Homeroom's. */
  icon: Mark | null;
};

/** What the server fills in, each exactly once in the built page. */
const places = {
  language: '<html lang="en" dir="ltr">',
  title: '<title>Homeroom</title>',
  boot: '<!--boot-->',
  frontDoor: '<!--front-door-->',
} as const;

/** @throws when the built page has no place for something */
export function createPage(built: string, frontDoor: FrontDoor | null, look: PageLook): Page {
  for (const place of Object.values(places)) {
    if (built.split(place).length !== 2) throw new Error(`index.html has no single ${place}`);
  }
  const html = look.icon ? withIcon(built, look.icon) : built;
  const withoutStyle = html.replaceAll(/\s*<link rel="stylesheet"[^>]*>/g, '');
  const ownStyle = look.style === '' ? '' : `<style>${look.style}</style>`;
  function render(boot: Boot, reader: Reader, isStartPage: boolean): string {
    const door = frontDoor?.doorFor(reader.languages) ?? null;
    const isOutside = isStartPage && boot.session === null && door !== null;
    return fill(isOutside ? withoutStyle : html, {
      language: htmlTag(door, reader),
      title: `<title>${escaped(boot.school.name)}</title>`,
      boot:
        ownStyle +
        (isStartPage && frontDoor && door ? first(boot, frontDoor, door) : '') +
        bootData(boot),
      frontDoor: isOutside && frontDoor ? doorHtml(boot, door, frontDoor.mark) : '',
    });
  }
  const styles = [frontDoor?.style, look.style || undefined].filter((one) => one !== undefined);
  return { render, styleHashes: styles.map(hashOf) };
}

const hashOf = (style: string): string =>
  `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/**
 * The browser's tab wears the school's mark, too. A tablet's start screen takes a PNG
 * only, and lays what is transparent on black.
 */
function withIcon(html: string, { url, isOpaque }: Mark): string {
  const link = (rel: string) => `<link rel="${rel}" href="${url}" />`;
  const worn = html.replace(/<link rel="icon"[^>]*>/, () => link('icon'));
  if (!isOpaque) return worn;
  return worn.replace(/<link rel="apple-touch-icon"[^>]*>/, () => link('apple-touch-icon'));
}

/** Notices a press while the scripts are on their way. */
const early = '<script src="/homeroom/front-door.js" async></script>';

/** What the start page needs at once: nothing is found out one after the other. */
function first(boot: Boot, { style, listStyles }: FrontDoor, door: Door): string {
  if (boot.session === null) return `<style>${style}</style>${early}${preloads(door.scripts)}`;
  const sheets = listStyles.map((file) => `<link rel="stylesheet" href="/homeroom/${file}">`);
  return sheets.join('') + preloads(door.listScripts);
}

function doorHtml({ isDemo, school }: Boot, door: Door, mark: FrontDoor['mark']): string {
  const { mark: address } = school;
  const html = isDemo ? door.demoHtml : door.html;
  const marked =
    address === null
      ? html
      : html.replace(mark.own, () => mark.picture.replaceAll('{{mark}}', () => address));
  return marked.replaceAll('{{school}}', () => escaped(school.name));
}

/** Functions as replacements: a `$` in a name is a `$`. */
const fill = (html: string, values: Record<keyof typeof places, string>): string =>
  html
    .replace(places.language, () => values.language)
    .replace(places.title, () => values.title)
    .replace(places.frontDoor, () => values.frontDoor)
    .replace(places.boot, () => values.boot);

function htmlTag(door: Door | null, { theme }: Reader): string {
  const { tag, dir } = door ?? { tag: 'en', dir: 'ltr' };
  return `<html lang="${tag}" dir="${dir}"${theme === null ? '' : ` data-theme="${theme}"`}>`;
}

const preloads = (scripts: readonly string[]): string =>
  scripts.map((file) => `<link rel="modulepreload" href="/homeroom/${file}">`).join('');

const bootData = (boot: Boot): string =>
  `<script type="application/json" id="boot">${embeddable(boot)}</script>`;

/** JSON that neither ends its element nor opens another: names are what people typed. */
function embeddable(boot: Boot): string {
  return JSON.stringify(boot)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
