import { describe, expect, it } from 'vitest';
import { classesInName } from './classes-in-name.ts';

const school = ['7a', '7b', '10 B', 'Chess club', 'Q1', '5e A'];

describe('the classes that a name speaks of', () => {
  it.each<[string, string[]]>([
    ['Math 7a', ['7a']],
    ['7A: Mathematik', ['7a']],
    ['Latin 7a/7b', ['7a', '7b']],
    ['Physik 7 a', ['7a']],
    ['Bio 10b', ['10 B']],
    ['Bio 10 B', ['10 B']],
    ['the chess  club', ['Chess club']],
    ['Français 5e A', ['5e A']],
    ['Deutsch (Q1)', ['Q1']],
  ])('in “%s”', (name, expected) => expect(classesInName(name, school)).toEqual(expected));

  it.each(['', 'Math', 'Math 17a', 'Math 7ab', '7a7a', '7aé', 'Q11', 'Chess clubs'])(
    'are none in “%s”',
    (name) => expect(classesInName(name, school)).toEqual([]),
  );

  it('are found whatever their names have in them', () =>
    expect(classesInName('Choir (7+)', ['(7+)', '.*'])).toEqual(['(7+)']));
});
