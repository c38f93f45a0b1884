import { expect, it } from 'vitest';
import { spelledOnce } from './spelling.ts';

it.each([
  ['gül', ['GÜL', 'gul', 'Gu\u0308l', 'ｇül', ' g ül ', 'g\u00adül', 'gü\u200bl', 'g\u0000ül']],
  ['strasser', ['Straßer', 'STRASSER', 'stra\u017fser']],
  ['anna.adler', ['Ａnna.Adler', 'ànná.adler']],
])('counts every spelling of %s together', (login, spellings) => {
  expect(spellings.map(spelledOnce)).toEqual(spellings.map(() => spelledOnce(login)));
});

it('keeps different logins apart', () => {
  expect(new Set(['anna', 'anne', 'anna1', 'an.na', 'an-na'].map(spelledOnce)).size).toBe(5);
});
