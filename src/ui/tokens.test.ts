import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RoomColour } from '../../server/contract/door.ts';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

type Theme = 'light' | 'dark';

function colour(token: string, theme: Theme): string {
  const pair = new RegExp(`--${token}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css);
  const found = theme === 'light' ? pair?.[1] : pair?.[2];
  if (!found) throw new Error(`No colour --${token}`);
  return found;
}

/** WCAG 2.2's relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['page', 'surface', 'surface-raised'];

/** A door is told from the wall, and its picture from the door. */
const paints = RoomColour.options.map((name) => `paint-${name}`);

type Pair = readonly [front: string, ground: string];

/** 1.4.3: text is at least 4.5 : 1. */
const text: readonly Pair[] = [
  ...grounds.flatMap((ground): Pair[] => [
    ['text', ground],
    ['text-quiet', ground],
    ['accent', ground],
    ['danger', ground],
    ['on-light-soft', ground],
  ]),
  ['text', 'accent-soft'],
  ['accent-hover', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['text', 'danger-soft'],
  ['text-quiet', 'danger-soft'],
  ['on-light-soft', 'light-soft'],
  ['on-light', 'light'],
  ...paints.map((paint): Pair => ['on-paint', paint]),
];

/** 1.4.11: what bounds a control, shows a state or the focus is at least 3 : 1. */
const signs = grounds.flatMap((ground): Pair[] => [
  ['line-strong', ground],
  ['focus-ring', ground],
  ...paints.map((paint): Pair => [paint, ground]),
]);

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
  it.each(text)('%s can be read on %s', (front, ground) => {
    const found = contrast(colour(front, theme), colour(ground, theme));
    expect(found).toBeGreaterThanOrEqual(4.5);
  });

  it.each(signs)('%s can be made out on %s', (front, ground) => {
    const found = contrast(colour(front, theme), colour(ground, theme));
    expect(found).toBeGreaterThanOrEqual(3);
  });
});
