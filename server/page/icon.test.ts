import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accentOf } from './accent.ts';
import { iconOf } from './icon.ts';
import { svgLogo } from './logo.ts';

const source = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

const result = accentOf('#b5179e');
const accent = result.isRead ? result.accent : null;
const logo = svgLogo(Buffer.from('<svg/>'));
const door = iconOf(null, accent)?.bytes.toString() ?? '';

describe('the picture that stands for the school', () => {
  it("is the school's logo, whatever its colour", () => {
    expect(iconOf(logo, accent)).toBe(logo);
  });

  it("is Homeroom's own where the school has set nothing", () => {
    expect(iconOf(null, null)).toBeNull();
  });

  it("is Homeroom's door in the school's colour, in a shade for either theme", () => {
    expect(door).toContain(`.ground{fill:${accent?.light.accent}}`);
    expect(door).toMatch(new RegExp(`dark\\){\\.ground{fill:${accent?.dark.accent}}`));
  });

  it('is the door that the pages show, in their light', () => {
    const shapes = (text: string) => [...text.matchAll(/ (?:d|r|rx|cx|cy)="([^"]+)"/g)].flat();
    expect(shapes(door)).toEqual(shapes(source('src/ui/logo.tsx')));
    const [, day, night] =
      /--light: light-dark\((#\w+), (#\w+)\)/.exec(source('src/ui/tokens.css')) ?? [];
    expect(door.match(/\.light{fill:#\w+}/g)).toEqual([
      `.light{fill:${day}}`,
      `.light{fill:${night}}`,
    ]);
  });
});
