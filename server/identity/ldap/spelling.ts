/**
 * One spelling for all that a directory may take for the same login, so that guesses at an
 * account that cannot be looked up are counted together. Too much alike is no harm: the
 * two share a count.
 */
import { sameLogin } from '../directory.ts';

/** Windows compares names without marks, width and signs that cannot be seen (MS-UCODEREF 3.1.5.2.3). */
export function spelledOnce(login: string): string {
  const plain = login
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\p{Z}]/gu, '')
    .toUpperCase()
    .toLowerCase();
  return sameLogin(plain.replace(/[æœøłđðþı]/g, (letter) => alike.get(letter) ?? letter));
}

/** Letters that Unicode does not take apart. */
const alike = new Map([
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
]);
