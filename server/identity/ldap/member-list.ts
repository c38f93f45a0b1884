/** The members that a group lists. */
import type { Client, Entry } from 'ldapts';
import { valuesOf } from './entry.ts';

/**
 * Windows gives the values of an attribute in ranges where there are more than 1,500:
 * `member` comes empty, and `member;range=0-1499` beside it (MS-ADTS 3.1.1.3.1.3.3).
 * The last range ends with `*`.
 */
export async function readMembers(
  client: Pick<Client, 'search'>,
  dn: string,
  attribute: string,
): Promise<string[]> {
  const members: string[] = [];
  let asked = attribute;
  for (;;) {
    const { searchEntries } = await client.search(dn, { scope: 'base', attributes: [asked] });
    const [entry] = searchEntries;
    if (!entry) return members;
    const range = rangeIn(entry, attribute);
    if (!range) return [...members, ...valuesOf(entry, attribute)];
    members.push(...valuesOf(entry, range.key));
    if (range.last === '*') return members;
    asked = `${attribute};range=${Number(range.last) + 1}-*`;
  }
}

function rangeIn(entry: Entry, attribute: string): { key: string; last: string } | undefined {
  const pattern = /^(.+);range=\d+-(\d+|\*)$/i;
  return Object.keys(entry).flatMap((key) => {
    const [, name = '', last = ''] = pattern.exec(key) ?? [];
    return name.toLowerCase() === attribute.toLowerCase() ? [{ key, last }] : [];
  })[0];
}
