/**
 * Whether the directory shows anybody at all. After a change of its access rules, or on a
 * replica that is still empty, it answers well and finds nobody: then nobody has left.
 */
import { type Client, type Filter, SizeLimitExceededError } from 'ldapts';
import { atBase, DirectoryUnreachable } from './connection.ts';
import { written } from './filters.ts';
import type { LdapSettings } from './settings.ts';

/** Throws when the directory shows nobody. */
export function createCanary({ people }: Pick<LdapSettings, 'people'>) {
  return async (client: Pick<Client, 'search'>): Promise<void> => {
    const anybody = countUpToOne(client, people.base, written(people.filter));
    if ((await atBase('HOMEROOM_LDAP_PEOPLE_BASE', people.base, anybody)) === 0) {
      throw new DirectoryUnreachable(
        `the directory answers, but shows the service account nobody below ${people.base}`,
      );
    }
  };
}

async function countUpToOne(
  client: Pick<Client, 'search'>,
  base: string,
  filter: Filter,
): Promise<number> {
  try {
    const { searchEntries } = await client.search(base, {
      scope: 'sub',
      filter,
      sizeLimit: 1,
      attributes: ['1.1'],
    });
    return searchEntries.length;
  } catch (error) {
    if (error instanceof SizeLimitExceededError) return 1;
    throw error;
  }
}
