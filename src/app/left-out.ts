/**
 * Stands in the build for two parts of react-query that nothing here uses and
 * its client imports all the same: paged queries, and mutations (`useAct` is our
 * way to do something). They are two kilobytes of a budget that has not one to
 * spare; `vite.config.ts` puts this in their place. Whoever uses one of them
 * takes it out of there first: the stand-in says so.
 */
export class MutationCache {
  findAll(): readonly never[] {
    return [];
  }

  clear(): void {}

  async resumePausedMutations(): Promise<void> {}

  build(): never {
    throw new Error('Mutations are left out of the build: see src/app/left-out.ts');
  }
}

function refuse(): never {
  throw new Error('Paged queries are left out of the build: see src/app/left-out.ts');
}

export const infiniteQueryBehavior = () => refuse();
export const hasNextPage = () => refuse();
export const hasPreviousPage = () => refuse();
