import { describe, expect, it } from 'vitest';
import { readerOf } from './reader.ts';

describe('who reads the page', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', ['de', 'de', 'en']],
    ['en;q=0.5, ar', ['ar', 'en']],
    ['fr;q=0, es', ['es']],
    ['', []],
    ['*;q=nonsense', []],
  ])('asks for %j', (header, languages) => {
    expect(readerOf(undefined, header).languages).toEqual(languages);
  });

  it('is better known by what the browser remembers', () => {
    expect(readerOf('a=1; homeroom-language=ar; homeroom-theme=dark', 'en')).toEqual({
      languages: ['ar', 'en'],
      theme: 'dark',
    });
  });

  it('has no theme that there is not', () => {
    expect(readerOf('homeroom-theme="><script>', undefined).theme).toBeNull();
  });
});
