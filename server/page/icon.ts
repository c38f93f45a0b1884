/**
 * The icon of the school on the browser's tab and among the device's apps, where no stylesheet
 * applies.
 */
import type { Accent } from './accent.ts';
import type { Hex } from './colour.ts';
import { type Logo, svgLogo } from './logo.ts';

/** The school's logo, or Homeroom's door in the school's colour; `null` leaves Homeroom's own. */
export function iconOf(logo: Logo | null, accent: Accent | null): Logo | null {
  return logo ?? (accent && svgLogo(Buffer.from(doorIn(accent))));
}

/** The colours of the light in the open door, as in src/ui/tokens.css. */
const light = { light: '#f0ae2c', dark: '#f5c35c' } as const;

/** The door of src/ui/logo.tsx; either theme has its own shades. */
function doorIn({ light: day, dark: night }: Accent): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><style>${[
    fills(day.accent, light.light, day.onAccent),
    `@media (prefers-color-scheme:dark){${fills(night.accent, light.dark, night.onAccent)}}`,
  ].join('')}</style>${door}</svg>`;
}

const fills = (ground: Hex, doorway: Hex, leaf: Hex): string =>
  `.ground{fill:${ground}}.light{fill:${doorway}}.leaf{fill:${leaf}}`;

const door = [
  '<rect class="ground" width="40" height="40" rx="10"/>',
  '<path class="light" d="M11 32V17a9 9 0 0 1 18 0v15z"/>',
  '<path class="leaf" d="M11 32V17c0-6 3-9 6.5-7.5C20.5 11 22 14 22 18v17z"/>',
  '<circle class="light" cx="19" cy="23" r="1.3"/>',
].join('');
