/**
 * What the provider has to remember while somebody signs in: the request that
 * waits for the password, the code, the grant and the access token. Bounded and
 * short-lived; a restart only means that a sign-in in progress starts again.
 * Behind this interface a database can take its place when several servers run.
 */
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider';

export type FlowStore = {
  put(kind: string, id: string, entry: AdapterPayload, lifetimeSeconds: number): Promise<void>;
  find(kind: string, id: string): Promise<AdapterPayload | undefined>;
  /** True for the first call, false for every later one. */
  consume(kind: string, id: string): Promise<boolean>;
  remove(kind: string, id: string): Promise<void>;
  removeByGrant(kind: string, grantId: string): Promise<void>;
};

type Kept = { entry: AdapterPayload; until: number };

export function memoryFlowStore(options: { clock: () => number; limitPerKind: number }): FlowStore {
  const kinds = new Map<string, Map<string, Kept>>();

  function shelf(kind: string): Map<string, Kept> {
    const known = kinds.get(kind);
    if (known) return known;
    const made = new Map<string, Kept>();
    kinds.set(kind, made);
    return made;
  }

  /** Entries of one kind live equally long, so the oldest expire first. */
  function makeRoom(entries: Map<string, Kept>): void {
    for (const [id, { until }] of entries) {
      if (until > options.clock() && entries.size < options.limitPerKind) return;
      entries.delete(id);
    }
  }

  function alive(kind: string, id: string): AdapterPayload | undefined {
    const kept = shelf(kind).get(id);
    return kept && kept.until > options.clock() ? kept.entry : undefined;
  }

  return {
    async put(kind, id, entry, lifetimeSeconds) {
      const entries = shelf(kind);
      entries.delete(id);
      makeRoom(entries);
      entries.set(id, { entry, until: options.clock() + lifetimeSeconds * 1000 });
    },
    async find(kind, id) {
      return alive(kind, id);
    },
    async consume(kind, id) {
      const entry = alive(kind, id);
      if (!entry || entry.consumed !== undefined) return false;
      entry.consumed = Math.floor(options.clock() / 1000);
      return true;
    },
    async remove(kind, id) {
      shelf(kind).delete(id);
    },
    async removeByGrant(kind, grantId) {
      for (const [id, { entry }] of shelf(kind)) {
        if (entry.grantId === grantId) shelf(kind).delete(id);
      }
    },
  };
}

/** Longer than anything that is stored lives by itself. */
const maxSeconds = 3600;

export function flowAdapter(store: FlowStore): AdapterFactory {
  return (kind) => (kind === 'Session' ? forgetful : remembering(store, kind));
}

function remembering(store: FlowStore, kind: string): Adapter {
  return {
    upsert: (id, entry, seconds = maxSeconds) => store.put(kind, id, entry, seconds),
    find: (id) => store.find(kind, id),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    destroy: (id) => store.remove(kind, id),
    revokeByGrantId: (grantId) => store.removeByGrant(kind, grantId),
    async consume(id) {
      // Two exchanges of one code at the same moment: oidc-provider has seen it unused in both,
      // so the store decides.
      if (!(await store.consume(kind, id))) throw new errors.InvalidGrant('used already');
    },
  };
}

/**
 * The provider's own session is never stored: Homeroom is its only client and keeps the session
 * itself, so that the provider always asks for the password.
 */
const forgetful: Adapter = {
  upsert: async () => undefined,
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
  consume: async () => undefined,
};
