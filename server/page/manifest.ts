/** The web app manifest: how the school stands among a device's apps (W3C, Web Application Manifest). */
import { type Accent, grounds, ownAccent } from './accent.ts';
import type { Logo } from './logo.ts';

export type Branding = {
  name: string;
  accent: Accent | null;
  /** The picture that stands for the school; `null` where it is Homeroom's. */
  icon: Logo | null;
};

type Icon = { src: string; sizes: string; type: string; purpose?: 'maskable' };

const ownIcons: readonly Icon[] = [
  { src: '/homeroom/icons/homeroom.svg', sizes: 'any', type: 'image/svg+xml' },
  { src: '/homeroom/icons/homeroom-192.png', sizes: '192x192', type: 'image/png' },
  { src: '/homeroom/icons/homeroom-512.png', sizes: '512x512', type: 'image/png' },
  {
    src: '/homeroom/icons/homeroom-512-maskable.png',
    sizes: '512x512',
    type: 'image/png',
    purpose: 'maskable',
  },
];

export function manifestOf({ name, accent, icon }: Branding): string {
  return JSON.stringify({
    id: '/',
    name,
    short_name: name,
    // A name may be in any language, whatever that of the pages.
    dir: 'auto',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: grounds.light.under[0],
    theme_color: accent?.light.accent ?? ownAccent,
    icons: icon ? iconsWith(icon) : ownIcons,
  });
}

/**
 * Homeroom's own icons are listed beside the school's only where that is one which no browser would
 * install: browsers would prefer them.
 */
const iconsWith = (icon: Logo): Icon[] => [
  { src: icon.url, sizes: sizesOf(icon), type: icon.type },
  ...(isInstallable(icon) ? [] : ownIcons),
];

const sizesOf = ({ size }: Logo): string =>
  size === 'any' ? size : `${size.width}x${size.height}`;

/** What Chromium asks of an app's icon: square, and this many pixels. */
const minPixels = 144;

const isInstallable = ({ size }: Logo): boolean =>
  size === 'any' || (size.width === size.height && size.width >= minPixels);
