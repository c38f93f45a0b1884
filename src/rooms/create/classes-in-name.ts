/** For whom a room is, as its name says it: "Maths 7a" is for 7a. */
import { fold } from '../../../server/contract/words.ts';

/** @returns those of the school's classes that stand in the name as words of their own */
export function classesInName(name: string, classes: readonly string[]): string[] {
  const text = asOne(fold(name));
  return classes.filter((classId) => hasWord(text, asOne(fold(classId.trim()))));
}

function hasWord(text: string, word: string, from = 0): boolean {
  const at = text.indexOf(word, from);
  if (word === '' || at < 0) return false;
  const isWhole = !isLetter(text.charAt(at - 1)) && !isLetter(text.charAt(at + word.length));
  return isWhole || hasWord(text, word, at + 1);
}

const isLetter = (sign: string) => /[\p{L}\p{N}]/u.test(sign);

/** Some write "7 a" for 7a. */
const asOne = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/(?<=\d) (?=\p{L}(?![\p{L}\p{N}]))/gu, '');
