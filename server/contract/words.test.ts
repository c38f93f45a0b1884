import { describe, expect, it } from 'vitest';
import { searchFor } from './words.ts';

const room = ['Mathematics', '7a', 'Zoë Groß'];

describe('a search', () => {
  it.each(['math 7a', '7a math', '7A MATH', ' math  7a ', 'zoe', 'gross', 'GROẞ', 'Zoé'])(
    'finds by %s',
    (words) => expect(searchFor(words)(room)).toBe(true),
  );

  it.each(['math 7b', '', '   ', 'physics', 'a.*a'])('does not find by “%s”', (words) =>
    expect(searchFor(words)(room)).toBe(false),
  );

  it('finds no word that is made of the end of one text and the begin of the next', () =>
    expect(searchFor('s7')(room)).toBe(false));

  it('finds Arabic with and without its vowel signs', () =>
    expect(searchFor('رياضيات')(['رِيَاضِيَّات'])).toBe(true));
});
