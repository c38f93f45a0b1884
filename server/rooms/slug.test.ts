import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RoomView } from '../contract/room.ts';
import { newSlug } from './slug.ts';

describe('a slug', () => {
  it.each([
    ['Mathematik 7a', /^mathematik-7a-[0-9a-z]{10}$/],
    ['Größe & Maß', /^grosse-mass-/],
    ['Łódź', /^lodz-/],
    ['Français — 6ᵉ', /^francais-6e-/],
    ['数学', /^room-/],
    ['الرياضيات', /^room-/],
    ['🚀', /^room-/],
    ['../../etc', /^etc-/],
    ['homeroom', /^homeroom-[0-9a-z]{10}$/],
  ])('of %s can be read', (name, shape) => {
    expect(newSlug(name)).toMatch(shape);
  });

  it('is a room name for Jitsi, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const slug = newSlug(name);
        expect(RoomView.shape.slug.safeParse(slug).success).toBe(true);
        expect(slug).not.toBe('homeroom');
      }),
    );
  });

  it('cannot be guessed from another one', () => {
    const slugs = new Set(Array.from({ length: 1_000 }, () => newSlug('Maths')));
    expect(slugs.size).toBe(1_000);
  });
});
