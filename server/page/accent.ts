/**
 * The school's own colour, in a shade for either theme that can be read on every
 * ground of the pages (WCAG 2.2, 1.4.3): 4.5 : 1 on each, or refused with the
 * nearest that would do.
 */
import { contrast, type Hex, hexOf, mix } from './colour.ts';

export type Accent = { light: Shades; dark: Shades };

/** The tokens of src/ui/tokens.css that follow the school's colour. */
export type Shades = { accent: Hex; hover: Hex; onAccent: Hex; soft: Hex };

export type AccentResult =
  | { isRead: true; accent: Accent }
  | { isRead: false; nearest: string | null };

/** Homeroom's own colour, where the school has set none; as in src/ui/tokens.css. */
export const ownAccent: Hex = '#0f5d52';

/** The backgrounds, as in src/ui/tokens.css: page, surface and surface-raised. */
export const grounds = {
  light: { under: ['#f6f4ee', '#fffefb'], surface: '#fffefb', text: '#1c2928' },
  dark: { under: ['#111817', '#1a2422', '#22302d'], surface: '#1a2422', text: '#e9efeb' },
} as const;

const minContrast = 4.5;
/**
 * How much black or white may be mixed in, from 0 to 1: beyond this it would no longer be the
 * school's colour.
 */
const maxCorrection = 0.5;

/** `nearest` is `null` where it is no colour at all. */
export function accentOf(text: string): AccentResult {
  const colour = hexOf(text);
  if (colour === null) return { isRead: false, nearest: null };
  const { shade, by } = readable(colour, '#000000', grounds.light.under);
  if (by > maxCorrection) return { isRead: false, nearest: shade };
  const dark = readable(colour, '#ffffff', grounds.dark.under).shade;
  return { isRead: true, accent: { light: lightShades(shade), dark: darkShades(dark) } };
}

/** Mixed with `towards` as little as it takes. */
function readable(colour: Hex, towards: Hex, under: readonly Hex[]): { shade: Hex; by: number } {
  for (let by = 0; by < 1; by += 0.01) {
    const shade = mix(colour, towards, by);
    if (under.every((ground) => contrast(shade, ground) >= minContrast)) return { shade, by };
  }
  return { shade: towards, by: 1 };
}

const lightShades = (accent: Hex): Shades => ({
  accent,
  hover: mix(accent, '#000000', 0.25),
  onAccent: '#ffffff',
  soft: mix(accent, grounds.light.surface, 0.88),
});

const darkShades = (accent: Hex): Shades => ({
  accent,
  hover: mix(accent, '#ffffff', 0.3),
  onAccent: mix(accent, '#000000', 0.85),
  soft: mix(accent, grounds.dark.surface, 0.82),
});

/** More specific than the rule in tokens.css, so that it wins whichever of the two comes first. */
export function accentStyle({ light, dark }: Accent): string {
  const pair = (token: string, name: keyof Shades) =>
    `--${token}:light-dark(${light[name]},${dark[name]})`;
  const tokens = [
    pair('accent', 'accent'),
    pair('accent-hover', 'hover'),
    pair('on-accent', 'onAccent'),
    pair('accent-soft', 'soft'),
  ];
  return `:root:root{${tokens.join(';')}}`;
}
