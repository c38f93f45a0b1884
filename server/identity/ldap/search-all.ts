/**
 * Everything that a search matches. Active Directory gives at most 1,000 entries at
 * once and the rest in pages (RFC 2696). OpenLDAP counts the pages of one search
 * together and stops at 500: what it holds back is asked for in parts.
 */
import {
  AdminLimitExceededError,
  type Client,
  type Entry,
  type Filter,
  GreaterThanEqualsFilter,
  SizeLimitExceededError,
} from 'ldapts';
import { WrongSettings } from './connection.ts';
import { valuesOf } from './entry.ts';
import { both, not } from './filters.ts';

/** Small enough for a server that allows one hundred, and few round trips for thousands. */
const pageSize = 100;

/** OpenLDAP's own id can be compared (RFC 4530): parts of a search are cut along it. */
const orderedId = 'entryUUID';

export type Search = { base: string; filter: Filter; attributes: readonly string[] };

export async function searchAll(
  client: Pick<Client, 'searchPaginated'>,
  search: Search & { bytes?: readonly string[] },
): Promise<Entry[]> {
  const { base, filter, attributes, bytes = [] } = search;

  async function read(part: Filter): Promise<{ entries: Entry[]; isCut: boolean }> {
    const entries: Entry[] = [];
    const pages = client.searchPaginated(base, {
      scope: 'sub',
      filter: part,
      attributes: [...attributes, orderedId],
      explicitBufferAttributes: [...bytes],
      paged: { pageSize },
    });
    try {
      for await (const { searchEntries } of pages) entries.push(...searchEntries);
    } catch (error) {
      if (!isLimit(error)) throw error;
      return { entries, isCut: true };
    }
    return { entries, isCut: false };
  }

  async function readPart(part: Filter, from: string): Promise<Entry[]> {
    const { entries, isCut } = await read(part);
    if (!isCut) return entries;
    const ids = entries.flatMap((entry) => valuesOf(entry, orderedId).slice(0, 1)).toSorted();
    const middle = ids[Math.floor(ids.length / 2)] ?? from;
    if (middle === from) throw tooFew(base, entries.length);
    const above = new GreaterThanEqualsFilter({ attribute: orderedId, value: middle });
    const all = [
      ...(await readPart(both(part, not(above)), from)),
      ...(await readPart(both(part, above), middle)),
    ];
    // A server that cannot compare ids finds fewer entries than before.
    if (all.length <= entries.length) throw tooFew(base, entries.length);
    return all;
  }

  return readPart(filter, '');
}

const isLimit = (error: unknown) =>
  error instanceof SizeLimitExceededError || error instanceof AdminLimitExceededError;

const tooFew = (base: string, count: number) =>
  new WrongSettings(
    `below ${base} the directory shows the service account no more than ${count} entries of a search: raise its limit`,
  );
