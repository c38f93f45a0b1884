import { expect, it } from 'vitest';
import { languages } from '../locales/languages.ts';
import { textsFor } from './texts.ts';

it.each(languages.map(({ tag }) => tag))('has every sentence in %s', (tag) => {
  const { texts, language } = textsFor(tag);
  expect(language).toBe(tag);
  expect(Object.values(texts).every((text) => text.trim() !== '')).toBe(true);
});

it('meets de-AT with de, and what it does not speak with English', () => {
  expect(textsFor('de-AT').language).toBe('de');
  expect(textsFor('xx').language).toBe('en');
});
