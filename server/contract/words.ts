/** Finding by words, alike on both sides: in any order, and whatever their accents and case. */

/** @returns whether the texts together have each of the words in them; no words find nothing */
export function searchFor(words: string): (texts: readonly string[]) => boolean {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  return (texts) => {
    const text = texts.map(fold).join('\n');
    return wanted.length > 0 && wanted.every((word) => text.includes(word));
  };
}

/** Letters without what is above or below them; at last in upper case, since `ß`, `ẞ` and `ss` are one only there. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().toUpperCase();
