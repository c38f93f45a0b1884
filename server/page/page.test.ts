import { describe, expect, it } from 'vitest';
import type { Boot } from '../contract/boot.ts';
import type { Door, FrontDoor } from './front-door.ts';
import { type Mark, svgMark } from './mark.ts';
import { createPage, type PageLook } from './page.ts';

const html = `<html lang="en" dir="ltr"><head><title>Homeroom</title><link rel="icon" href="/own.svg">
<link rel="apple-touch-icon" href="/own.png">
<link rel="stylesheet" crossorigin href="/homeroom/assets/a.css">
<!--boot--></head><body><div id="root"><!--front-door--></div></body></html>`;

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
  mark: { own: '<svg></svg>', picture: '<img src="{{mark}}">' },
  doorFor: () => door,
};

const boot = (more: Partial<Boot> = {}): Boot => ({
  now: 1,
  school: { name: 'Hill School', contact: '', mark: null },
  isDemo: false,
  meeting: { kind: 'practice', domain: 'localhost', scriptUrl: '/x' },
  session: null,
  ...more,
});
const session = {
  person: { id: 'p', name: 'Ada', role: null, isAdmin: false, classes: [] },
  idleEndsAt: 2,
  endsAt: 3,
  shared: false,
};
const png: Mark = { ...svgMark(Buffer.from('')), type: 'image/png', isOpaque: true };
const reader = { languages: ['ar'], theme: null };
const plain: PageLook = { style: '', icon: null };
const { render: page } = createPage(html, frontDoor, plain);

describe('the page', () => {
  it('shows the front door to who has no session, with its style in it', () => {
    const shown = page(boot(), reader, true);
    expect(shown).toContain('<html lang="ar" dir="rtl">');
    expect(shown).toContain('<h1>Hill School</h1>');
    expect(shown).toContain('<style>h1{}</style>');
    expect(shown).not.toContain('rel="stylesheet"');
    expect(shown).toContain('<link rel="modulepreload" href="/homeroom/assets/a.js">');
    expect(shown).toContain('<script src="/homeroom/front-door.js" async>');
  });

  it('says at the front door that it is a demonstration', () => {
    expect(page(boot({ isDemo: true }), reader, true)).toContain('<i>demo</i>');
  });

  it('names at once what the list needs, to who is signed in', () => {
    const shown = page(boot({ session }), reader, true);
    expect(shown).toContain('<link rel="modulepreload" href="/homeroom/assets/list.js">');
    expect(shown).toContain('<link rel="stylesheet" href="/homeroom/assets/list.css">');
  });

  it.each([
    ['somebody is signed in', boot({ session }), true],
    ['it is another page', boot(), false],
  ])('leaves the front door out where %s', (_, data, isStartPage) => {
    const shown = page(data, reader, isStartPage);
    expect(shown).toContain('<div id="root"></div>');
    expect(shown).toContain('rel="stylesheet"');
  });

  it('wears the theme that the browser remembers', () => {
    expect(page(boot(), { ...reader, theme: 'dark' }, true)).toContain('data-theme="dark"');
  });

  it('takes a name for a name, whatever is in it', () => {
    const name = `</script><script>alert(1)</script>$& "A" & B`;
    const shown = page(boot({ school: { name, contact: '', mark: null } }), reader, true);
    expect(shown).not.toContain('<script>alert');
    expect(shown).toContain(
      '&lt;/script>&lt;script>alert(1)&lt;/script>$&amp; &quot;A&quot; &amp; B',
    );
  });

  it('wears the colour of the school, which the policy allows by its hash', () => {
    const coloured = createPage(html, frontDoor, { ...plain, style: ':root{--accent:#123456}' });
    for (const data of [boot(), boot({ session })])
      expect(coloured.render(data, reader, false)).toContain(
        '<style>:root{--accent:#123456}</style>',
      );
    const policy = ({ styleHashes }: { styleHashes: readonly string[] }) => styleHashes.length;
    expect(policy(coloured)).toBe(policy(createPage(html, frontDoor, plain)) + 1);
  });

  it("shows the school's mark at the front door", () => {
    const school = { name: 'Hill School', contact: '', mark: '/homeroom/mark/x.png' };
    const shown = page(boot({ school }), reader, true);
    expect(shown).toContain('<img src="/homeroom/mark/x.png">');
    expect(shown).not.toContain('<svg');
  });

  it.each([
    ['an SVG', svgMark(Buffer.from('<svg/>')), false],
    ['a PNG on no ground of its own', { ...png, isOpaque: false }, false],
    ['a PNG with its ground', png, true],
  ])("shows the school's mark on the browser's tab and a start screen, %s", (_, icon, isTaken) => {
    const shown = createPage(html, frontDoor, { ...plain, icon }).render(boot(), reader, true);
    expect(shown).toContain(`<link rel="icon" href="${icon.url}" />`);
    const touch = isTaken ? `<link rel="apple-touch-icon" href="${icon.url}" />` : '/own.png';
    expect(shown).toContain(touch);
  });

  it('is refused when the build has no place for the data', () => {
    expect(() => createPage('<html></html>', null, plain)).toThrow('no single');
  });
});
