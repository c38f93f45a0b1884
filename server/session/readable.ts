/**
 * Makes names from outside safe to show: they stand beside others' in lists, in the meeting and in
 * the log, and must not reverse the line, hide characters or fill the page. Pure.
 */

/** In characters. */
const maxLength = 100;
const maxGroups = 50;

/** Line breaks, tabs and control characters become one space. */
const separating = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * Invisible characters: bidirectional controls (Unicode Standard Annex 9), zero width, fillers. The
 * two joiners (U+200C, U+200D) are kept, since Persian and Hindi need them.
 */
const unseen = /(?![\u200c\u200d])[\p{Cf}\p{Co}\u034f\u115f\u1160\u2800\u3164\uffa0]/gu;

/** More combining marks on one letter than any script needs. */
const heaped = /(\p{M}{4})\p{M}+/gu;

/** @returns `null` where nothing is left to be read */
export function readableName(text: string): string | null {
  const plain = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(separating, ' ')
    .replaceAll(unseen, '')
    .replaceAll(heaped, '$1')
    .trim();
  const hasLetters = /[^\s\p{M}\u200c\u200d]/u.test(plain);
  return hasLetters ? shortened(plain) : null;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  return `${characters
    .slice(0, maxLength - 1)
    .join('')
    .trimEnd()}…`;
}

/** Groups, made safe to show on the page that explains why nothing follows from them. */
export const readableGroups = (groups: readonly string[]): string[] =>
  groups
    .slice(0, maxGroups)
    .map((group) => readableName(group))
    .filter((group) => group !== null);
