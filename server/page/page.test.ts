import { describe, expect, it } from 'vitest';
import type { PageData } from '../contract/page-data.ts';
import { ids } from '../contract/testing/ids.ts';
import type { Door, FrontDoor } from './front-door.ts';
import { type Logo, svgLogo } from './logo.ts';
import { createPage, type PageBranding } from './page.ts';

const html = `<html lang="en" dir="ltr"><head><title>Homeroom</title><link rel="icon" href="/own.svg">
<link rel="apple-touch-icon" href="/own.png">
<link rel="stylesheet" crossorigin href="/homeroom/assets/a.css">
<!--page-data--></head><body><div id="root"><!--front-door--></div></body></html>`;

const door: Door = {
  tag: 'ar',
  dir: 'rtl',
  html: '<svg></svg><h1>{{school}}</h1>',
  demoHtml: '<i>demo</i>',
  scripts: ['assets/a.js'],
  listScripts: ['assets/list.js'],
};
const frontDoor: FrontDoor = {
  style: 'h1{}',
  listStyles: ['assets/list.css'],
  logo: { own: '<svg></svg>', picture: '<img src="{{logo}}">' },
  doorFor: () => door,
};

const pageData = (more: Partial<PageData> = {}): PageData => ({
  now: 1,
  school: { name: 'Hill School', contact: '', logo: null },
  isDemo: false,
  meeting: { kind: 'practice', domain: 'localhost', scriptUrl: '/x' },
  session: null,
  ...more,
});
const session = {
  person: { id: ids.person('p'), name: 'Ada', role: null, isAdmin: false, classes: [] },
  idleEndsAt: 2,
  endsAt: 3,
  shared: false,
};
const png: Logo = { ...svgLogo(Buffer.from('')), type: 'image/png', isOpaque: true };
const preferences = { languages: ['ar'], theme: null };
const plain: PageBranding = { style: '', icon: null };
const { render: page } = createPage(html, frontDoor, plain);

describe('the page', () => {
  it('shows the front door to who has no session, with its style in it', () => {
    const shown = page(pageData(), preferences, true);
    expect(shown).toContain('<html lang="ar" dir="rtl">');
    expect(shown).toContain('<h1>Hill School</h1>');
    expect(shown).toContain('<style>h1{}</style>');
    expect(shown).not.toContain('rel="stylesheet"');
    expect(shown).toContain('<link rel="modulepreload" href="/homeroom/assets/a.js">');
    expect(shown).toContain('<script src="/homeroom/front-door.js" async>');
  });

  it('says at the front door that it is a demonstration', () => {
    expect(page(pageData({ isDemo: true }), preferences, true)).toContain('<i>demo</i>');
  });

  it('names at once what the list needs, to who is signed in', () => {
    const shown = page(pageData({ session }), preferences, true);
    expect(shown).toContain('<link rel="modulepreload" href="/homeroom/assets/list.js">');
    expect(shown).toContain('<link rel="stylesheet" href="/homeroom/assets/list.css">');
  });

  it.each([
    ['somebody is signed in', pageData({ session }), true],
    ['it is another page', pageData(), false],
  ])('leaves the front door out where %s', (_, data, isStartPage) => {
    const shown = page(data, preferences, isStartPage);
    expect(shown).toContain('<div id="root"></div>');
    expect(shown).toContain('rel="stylesheet"');
  });

  it('wears the theme that the browser remembers', () => {
    expect(page(pageData(), { ...preferences, theme: 'dark' }, true)).toContain(
      'data-theme="dark"',
    );
  });

  it('takes a name for a name, whatever is in it', () => {
    const name = `</script><script>alert(1)</script>$& "A" & B`;
    const shown = page(pageData({ school: { name, contact: '', logo: null } }), preferences, true);
    expect(shown).not.toContain('<script>alert');
    expect(shown).toContain(
      '&lt;/script>&lt;script>alert(1)&lt;/script>$&amp; &quot;A&quot; &amp; B',
    );
  });

  it('wears the colour of the school, which the policy allows by its hash', () => {
    const coloured = createPage(html, frontDoor, { ...plain, style: ':root{--accent:#123456}' });
    for (const data of [pageData(), pageData({ session })])
      expect(coloured.render(data, preferences, false)).toContain(
        '<style>:root{--accent:#123456}</style>',
      );
    const policy = ({ styleHashes }: { styleHashes: readonly string[] }) => styleHashes.length;
    expect(policy(coloured)).toBe(policy(createPage(html, frontDoor, plain)) + 1);
  });

  it("shows the school's logo at the front door", () => {
    const school = { name: 'Hill School', contact: '', logo: '/homeroom/logo/x.png' };
    const shown = page(pageData({ school }), preferences, true);
    expect(shown).toContain('<img src="/homeroom/logo/x.png">');
    expect(shown).not.toContain('<svg');
  });

  it.each([
    ['an SVG', svgLogo(Buffer.from('<svg/>')), false],
    ['a PNG on no ground of its own', { ...png, isOpaque: false }, false],
    ['a PNG with its ground', png, true],
  ])("shows the school's logo on the browser's tab and a start screen, %s", (_, icon, isTaken) => {
    const shown = createPage(html, frontDoor, { ...plain, icon }).render(
      pageData(),
      preferences,
      true,
    );
    expect(shown).toContain(`<link rel="icon" href="${icon.url}" />`);
    const touch = isTaken ? `<link rel="apple-touch-icon" href="${icon.url}" />` : '/own.png';
    expect(shown).toContain(touch);
  });

  it('is refused when the build has no place for the data', () => {
    expect(() => createPage('<html></html>', null, plain)).toThrow('no single');
  });
});
