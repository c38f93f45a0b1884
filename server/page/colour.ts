/** Colours as `#rrggbb`, and how well one can be read on another. */

export type Hex = `#${string}`;

/** `#0a5`, `#00aa55` → `#00aa55`; `null` for anything else, translucent colours too. */
export function hexOf(text: string): Hex | null {
  const [, digits] = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const all = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits;
  return `#${all.toLowerCase()}`;
}

const partsOf = (colour: Hex): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** `share` of the other, from 0 to 1. */
export function mix(one: Hex, other: Hex, share: number): Hex {
  const others = partsOf(other);
  const parts = partsOf(one).map((part, at) =>
    Math.round(part + ((others[at] ?? 0) - part) * share),
  );
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG 2.2's relative luminance. */
function luminance(colour: Hex): number {
  const [red = 0, green = 0, blue = 0] = partsOf(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2's contrast ratio, from 1 to 21. */
export function contrast(one: Hex, other: Hex): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
