import { describe, expect, it } from 'vitest';
import { clientPreferencesOf } from './client-preferences.ts';

describe('who reads the page', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', ['de', 'de', 'en']],
    ['en;q=0.5, ar', ['ar', 'en']],
    ['fr;q=0, es', ['es']],
    ['', []],
    ['*;q=nonsense', []],
  ])('asks for %j', (header, languages) => {
    expect(clientPreferencesOf(undefined, header).languages).toEqual(languages);
  });

  it('is better known by what the browser remembers', () => {
    expect(clientPreferencesOf('a=1; homeroom-language=ar; homeroom-theme=dark', 'en')).toEqual({
      languages: ['ar', 'en'],
      theme: 'dark',
    });
  });

  it('has no theme that there is not', () => {
    expect(clientPreferencesOf('homeroom-theme="><script>', undefined).theme).toBeNull();
  });
});
