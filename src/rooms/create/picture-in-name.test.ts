import { expect, it } from 'vitest';
import { pictureInName } from './picture-in-name.ts';

it.each([
  ['Mathematik 7a', 'numbers'],
  ['PHYSIK', 'atom'],
  ['Física 3B', 'atom'],
  ['History of the city', 'column'],
  ['Éducation musicale', 'note'],
  ['Art', 'palette'],
  ['الرياضيات', null],
  ['رياضيات', 'numbers'],
  ['Articles', null],
  ['7a', null],
  ['', null],
] as const)('“%s” is found %s', (name, picture) => expect(pictureInName(name)).toBe(picture));
