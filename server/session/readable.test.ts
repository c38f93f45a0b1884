import { describe, expect, it } from 'vitest';
import { readableGroups, readableName } from './readable.ts';

describe('a name', () => {
  it.each([
    ['Ada Adler', 'Ada Adler'],
    ['  Ada\n\tAdler ', 'Ada Adler'],
    // Turned around, this would read as somebody else.
    ['Ada \u202erelda\u202c', 'Ada relda'],
    ['\u2067Ada\u2069\u200f\u061c', 'Ada'],
    ['A\u200bd\u2060a\ufeff', 'Ada'],
    ['Ada\u0000\u0007\u001b[31m', 'Ada [31m'],
    ['Ada\ud800', 'Ada\ufffd'],
    // Written with joiners, and right to left without any control.
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['नरेन्द्र', 'नरेन्द्र'],
    ['Żółć', 'Żółć'],
    ['e\u0301ric', '\u00e9ric'],
    [`Z${'\u0321'.repeat(40)}`, `Z${'\u0321'.repeat(4)}`],
    ['👩‍🏫 Ada', '👩‍🏫 Ada'],
  ])('%j is read as %j', (text, name) => {
    expect(readableName(text)).toBe(name);
  });

  it.each(['', ' ', '\u202e', '\u3164', '\u200d\u200d', '\u0301', '\n'])('%j is none', (text) => {
    expect(readableName(text)).toBeNull();
  });

  it('of five kilobytes is cut, and between two characters', () => {
    const name = readableName('👩'.repeat(1_250));
    expect(name).toBe(`${'👩'.repeat(99)}…`);
  });
});

describe('groups that are shown', () => {
  it('are fifty at most, each of them readable', () => {
    const groups = ['\u202ea', '\u202e', ...Array.from({ length: 60 }, (_, at) => `g${at}`)];
    const shown = readableGroups(groups);
    expect(shown.slice(0, 2)).toEqual(['a', 'g0']);
    expect(shown).toHaveLength(49);
  });
});
