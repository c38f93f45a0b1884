import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentOf, accentStyle, grounds, ownAccent } from './accent.ts';
import { contrast, type Hex } from './colour.ts';

const tokens = readFileSync(join(import.meta.dirname, '../../src/ui/tokens.css'), 'utf8');

function shadesOf(text: string) {
  const result = accentOf(text);
  if (!result.isRead) throw new Error(`${text} is refused`);
  return result.accent;
}

describe("the school's colour", () => {
  it('is left alone where it can be read as it is', () => {
    expect(shadesOf('#0f5d52').light.accent).toBe('#0f5d52');
    expect(shadesOf('#05a').light.accent).toBe('#0055aa');
  });

  it('is darkened for light pages and lightened for dark ones, no more than it takes', () => {
    const { light, dark } = shadesOf('#ff7a00');
    expect(contrast(light.accent, '#f6f4ee')).toBeLessThan(4.8);
    expect(contrast(shadesOf('#00205b').dark.accent, '#22302d')).toBeLessThan(4.8);
    expect(dark.accent).toBe('#ff7a00');
  });

  it.each([
    ['a name', 'green'],
    ['a translucent colour', '#0f5d5280'],
    ['half a colour', '#0f5d'],
    ['a way out of the style', '#000;}body{display:none'],
  ])('is refused as no colour: %s', (_, text) => {
    expect(accentOf(text)).toEqual({ isRead: false, nearest: null });
  });

  it.each(['#ffffff', '#ffff00', '#f5f5dc'])('%s is refused with one that can be read', (text) => {
    const result = accentOf(text);
    expect(result.isRead).toBe(false);
    const { nearest } = result.isRead ? { nearest: '' } : result;
    expect(accentOf(nearest ?? '').isRead).toBe(true);
  });

  it('can be read in every pair of text and ground, whichever it is', () => {
    const hex = fc.integer({ min: 0, max: 0xff_ff_ff });
    fc.assert(
      fc.property(hex, (number) => {
        const result = accentOf(`#${number.toString(16).padStart(6, '0')}`);
        if (!result.isRead) return;
        for (const theme of ['light', 'dark'] as const) {
          const { accent, hover, onAccent, soft } = result.accent[theme];
          const pairs: [Hex, Hex][] = [
            ...grounds[theme].under.map((ground): [Hex, Hex] => [accent, ground]),
            [onAccent, accent],
            [onAccent, hover],
            [hover, soft],
            [grounds[theme].text, soft],
          ];
          for (const [front, ground] of pairs)
            expect(contrast(front, ground)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("is Homeroom's own where the school has set none", () => {
    expect(tokens).toContain(`--accent: light-dark(${ownAccent}, `);
  });

  it('is measured against the grounds that the pages really have', () => {
    const { light, dark } = grounds;
    expect(tokens).toContain(`--page: light-dark(${light.under[0]}, ${dark.under[0]})`);
    expect(tokens).toContain(`--surface: light-dark(${light.surface}, ${dark.surface})`);
    expect(tokens).toContain(`--surface-raised: light-dark(${light.under[1]}, ${dark.under[2]})`);
    expect(tokens).toContain(`--text: light-dark(${light.text}, ${dark.text})`);
  });

  it('names tokens that the pages know', () => {
    const named = accentStyle(shadesOf('#05a')).matchAll(/--[\w-]+/g);
    for (const [token] of named) expect(tokens).toContain(`${token}: light-dark(`);
  });
});
