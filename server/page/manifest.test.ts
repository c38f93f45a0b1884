import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configOf } from '../testing/school.ts';
import { brandingRoutes } from './branding-routes.ts';
import { type Branding, manifestOf } from './manifest.ts';
import { type Logo, svgLogo } from './logo.ts';

const Manifest = z.looseObject({
  icons: z.array(z.object({ src: z.string(), sizes: z.string(), purpose: z.string().optional() })),
});

const plain: Branding = { name: 'Homeroom', accent: null, icon: null };
const svg = svgLogo(Buffer.from('<svg/>'));
const png = (width: number, height: number): Logo => ({
  ...svg,
  type: 'image/png',
  size: { width, height },
});

const manifest = (branding: Partial<Branding>) =>
  Manifest.parse(JSON.parse(manifestOf({ ...plain, ...branding })));

describe('the manifest', () => {
  it("bears the school's name, also one that is no markup and no JSON", () => {
    const name = '"Hill" & <School> – مدرسة';
    expect(manifest({ name })).toMatchObject({ name, short_name: name, dir: 'auto' });
  });

  it("has the school's colour, and else Homeroom's", () => {
    const { accent } = configOf({ HOMEROOM_ACCENT: '#b5179e' }).branding;
    expect(manifest({ accent })['theme_color']).toBe('#b5179e');
    expect(manifest({})['theme_color']).toBe('#0f5d52');
  });

  it('opens the front door in a window of its own', () => {
    expect(manifest({})).toMatchObject({
      id: '/',
      start_url: '/',
      scope: '/',
      display: 'standalone',
    });
  });

  it("shows Homeroom's icons where the school has set none", () => {
    const { icons } = manifest({});
    expect(icons.map(({ sizes }) => sizes)).toEqual(['any', '192x192', '512x512', '512x512']);
    expect(icons.filter(({ purpose }) => purpose === 'maskable')).toHaveLength(1);
  });

  it.each([
    ['an SVG', svg, 'any'],
    ['a square PNG', png(144, 144), '144x144'],
  ])("shows the school's logo alone where it is %s", (_, icon, sizes) => {
    expect(manifest({ icon }).icons).toEqual([{ src: icon.url, sizes }]);
  });

  it.each([
    ['small', png(143, 143)],
    ['not square', png(600, 300)],
  ])("shows Homeroom's beside a logo that is %s, so that it can be installed", (_, icon) => {
    const [first, ...own] = manifest({ icon }).icons;
    expect(first?.src).toBe(icon.url);
    expect(own).toEqual(manifest({}).icons);
  });

  it('is sent again only when it has changed', async () => {
    const routes = brandingRoutes({ ...plain, name: 'Hill School', icon: svg });
    const path = '/homeroom/homeroom.webmanifest';
    const { status, headers } = await routes.request(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/manifest+json');
    expect(headers.get('cache-control')).toBe('no-cache');
    const etag = headers.get('etag') ?? '';
    const again = await routes.request(path, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    const other = await brandingRoutes(plain).request(path, { headers: { 'if-none-match': etag } });
    expect(other.status).toBe(200);
  });
});
