import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './languages.ts';

describe('the first language of a browser', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['pt-BR', 'es-MX', 'en'], 'es'],
    [['AR'], 'ar'],
    [['ja', 'zh'], 'en'],
    [[], 'en'],
  ])('of %j is %s', (wished, tag) => {
    expect(chooseLanguage(wished).tag).toBe(tag);
  });
});
