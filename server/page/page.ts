/**
 * The one HTML page: built by vite, with what the person may see at once put
 * into it, so that it paints without asking anything. Never cached: it holds
 * somebody's rooms.
 */
import { createHash } from 'node:crypto';
import type { PageData } from '../contract/page-data.ts';
import type { Door, FrontDoor } from './front-door.ts';
import type { Logo } from './logo.ts';
import type { ClientPreferences } from './client-preferences.ts';

export type Page = {
  /** `isStartPage`: at `/`, where who has no session stands before the front door. */
  render(pageData: PageData, preferences: ClientPreferences, isStartPage: boolean): string;
  /** For the Content-Security-Policy: the only styles that may stand in a page. */
  styleHashes: readonly string[];
};

/** What is the school's own in every page. */
export type PageBranding = {
  /** Its colour as a stylesheet, or empty. */
  style: string;
  /** The picture that stands for it; `null` where it is Homeroom's. */
  icon: Logo | null;
};

/** What the server fills in, each exactly once in the built page. */
const placeholders = {
  language: '<html lang="en" dir="ltr">',
  title: '<title>Homeroom</title>',
  pageData: '<!--page-data-->',
  frontDoor: '<!--front-door-->',
} as const;

/** @throws when the built page has no place for something */
export function createPage(
  built: string,
  frontDoor: FrontDoor | null,
  branding: PageBranding,
): Page {
  for (const placeholder of Object.values(placeholders)) {
    if (built.split(placeholder).length !== 2)
      throw new Error(`index.html has no single ${placeholder}`);
  }
  const html = branding.icon ? withIcon(built, branding.icon) : built;
  const withoutStyle = html.replaceAll(/\s*<link rel="stylesheet"[^>]*>/g, '');
  const ownStyle = branding.style === '' ? '' : `<style>${branding.style}</style>`;
  function render(
    pageData: PageData,
    preferences: ClientPreferences,
    isStartPage: boolean,
  ): string {
    const door = frontDoor?.doorFor(preferences.languages) ?? null;
    const isOutside = isStartPage && pageData.session === null && door !== null;
    return fill(isOutside ? withoutStyle : html, {
      language: htmlTag(door, preferences),
      title: `<title>${escaped(pageData.school.name)}</title>`,
      pageData:
        ownStyle +
        (isStartPage && frontDoor && door ? first(pageData, frontDoor, door) : '') +
        pageDataScript(pageData),
      frontDoor: isOutside && frontDoor ? doorHtml(pageData, door, frontDoor.logo) : '',
    });
  }
  const styles = [frontDoor?.style, branding.style || undefined].filter((one) => one !== undefined);
  return { render, styleHashes: styles.map(hashOf) };
}

const hashOf = (style: string): string =>
  `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/**
 * The browser's tab wears the school's logo, too. A tablet's start screen takes a PNG
 * only, and lays what is transparent on black.
 */
function withIcon(html: string, { url, isOpaque }: Logo): string {
  const link = (rel: string) => `<link rel="${rel}" href="${url}" />`;
  const worn = html.replace(/<link rel="icon"[^>]*>/, () => link('icon'));
  if (!isOpaque) return worn;
  return worn.replace(/<link rel="apple-touch-icon"[^>]*>/, () => link('apple-touch-icon'));
}

/** Records what the visitor presses while the scripts are still loading. */
const early = '<script src="/homeroom/front-door.js" async></script>';

/**
 * What the start page needs first is preloaded, so that the browser need not find it out step by
 * step.
 */
function first(pageData: PageData, { style, listStyles }: FrontDoor, door: Door): string {
  if (pageData.session === null) return `<style>${style}</style>${early}${preloads(door.scripts)}`;
  const sheets = listStyles.map((file) => `<link rel="stylesheet" href="/homeroom/${file}">`);
  return sheets.join('') + preloads(door.listScripts);
}

function doorHtml({ isDemo, school }: PageData, door: Door, logo: FrontDoor['logo']): string {
  const { logo: address } = school;
  const html = isDemo ? door.demoHtml : door.html;
  const withLogo =
    address === null
      ? html
      : html.replace(logo.own, () => logo.picture.replaceAll('{{logo}}', () => address));
  return withLogo.replaceAll('{{school}}', () => escaped(school.name));
}

/** Replaced by functions, because a `$` in a replacement text has a meaning of its own. */
const fill = (html: string, values: Record<keyof typeof placeholders, string>): string =>
  html
    .replace(placeholders.language, () => values.language)
    .replace(placeholders.title, () => values.title)
    .replace(placeholders.frontDoor, () => values.frontDoor)
    .replace(placeholders.pageData, () => values.pageData);

function htmlTag(door: Door | null, { theme }: ClientPreferences): string {
  const { tag, dir } = door ?? { tag: 'en', dir: 'ltr' };
  return `<html lang="${tag}" dir="${dir}"${theme === null ? '' : ` data-theme="${theme}"`}>`;
}

const preloads = (scripts: readonly string[]): string =>
  scripts.map((file) => `<link rel="modulepreload" href="/homeroom/${file}">`).join('');

const pageDataScript = (pageData: PageData): string =>
  `<script type="application/json" id="page-data">${embeddable(pageData)}</script>`;

/**
 * JSON that can stand in a script element: nothing that people typed, such as a room's name, ends
 * that element or opens another.
 */
function embeddable(pageData: PageData): string {
  return JSON.stringify(pageData)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
