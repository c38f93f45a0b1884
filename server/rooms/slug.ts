/**
 * A Room's slug: what people read, and 50 random bits that nobody guesses.
 * Jitsi compares room names after an ASCII lower-casing, hence `[a-z0-9-]` only.
 */
import { randomInt } from 'node:crypto';
import { Slug } from '../contract/ids.ts';

/** Crockford's base 32, in small letters: it has no two characters that look alike. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const randomLetters = 10;
const readableLetters = 40;

/** Letters that Unicode does not decompose into an ASCII letter and a mark. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};

export function newSlug(name: string): Slug {
  const tail = Array.from(
    { length: randomLetters },
    () => alphabet[randomInt(alphabet.length)],
  ).join('');
  const head = readable(name);
  return Slug.parse(`${head === '' ? 'room' : head}-${tail}`);
}

function readable(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[ßæœøłđı]/g, (letter) => spelled[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, readableLetters)
    .replaceAll(/^-+|-+$/g, '');
}
