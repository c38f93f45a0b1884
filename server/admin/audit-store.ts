/** The SQL of the trail that administrators read: who signed in, and who was given a pass. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditRow } from '../contract/admin.ts';
import type { PersonId, RoomId } from '../contract/ids.ts';
import { Affiliation } from '../contract/person.ts';
import { searchFor } from '../contract/words.ts';

/** Of other slices' tables only what a row shows. */
export type AuditTables = {
  signInMade: { id: string; at: number; personId: PersonId };
  passIssued: {
    id: string;
    issuedAt: number;
    personId: PersonId;
    roomId: RoomId;
    affiliation: 'owner' | 'member';
    voidedAt: number | null;
  };
  person: { id: PersonId; name: string };
  room: { id: RoomId; name: string };
};

export type AuditQuery = {
  /** Rows of people or rooms whose name contains them; empty: all. */
  words: string;
  /** Milliseconds; only what is older. */
  before: number;
  limit: number;
};

const SignInRow = z.object({ id: z.string(), at: z.number(), person: z.string().nullable() });
const PassRow = z.object({
  id: z.string(),
  at: z.number(),
  person: z.string().nullable(),
  room: z.string().nullable(),
  affiliation: Affiliation,
  voidedAt: z.number().nullable(),
});

/** More people of one name than this nobody looks for. */
const maxNamed = 1_000;

/** Names in every alphabet: SQL's own comparison knows capital letters of one only. */
function named<Id>(rows: readonly { id: Id; name: string }[], words: string): readonly Id[] {
  const isFound = searchFor(words);
  const found = rows.filter(({ name }) => isFound([name]));
  return found.slice(0, maxNamed).map(({ id }) => id);
}

export type AuditStore = ReturnType<typeof createAuditStore>;

export function createAuditStore(db: Kysely<AuditTables>) {
  async function signIns(people: readonly PersonId[] | null, { before, limit }: AuditQuery) {
    if (people?.length === 0) return [];
    const rows = await db
      .selectFrom('signInMade')
      .leftJoin('person', 'person.id', 'signInMade.personId')
      .select(['signInMade.id', 'signInMade.at', 'person.name as person'])
      .where('signInMade.at', '<', before)
      .$if(people !== null, (query) => query.where('signInMade.personId', 'in', people ?? []))
      .orderBy('signInMade.at', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row): AuditRow => {
      const { id, at, person } = SignInRow.parse(row);
      const none = { room: null, affiliation: null, isVoid: false };
      return { id, at, kind: 'sign-in', person: person ?? '', ...none };
    });
  }

  async function passes(
    people: readonly PersonId[] | null,
    rooms: readonly RoomId[],
    { before, limit }: AuditQuery,
  ) {
    if (people?.length === 0 && rooms.length === 0) return [];
    const rows = await db
      .selectFrom('passIssued')
      .leftJoin('person', 'person.id', 'passIssued.personId')
      .leftJoin('room', 'room.id', 'passIssued.roomId')
      .select([
        'passIssued.id',
        'passIssued.issuedAt as at',
        'person.name as person',
        'room.name as room',
        'passIssued.affiliation',
        'passIssued.voidedAt',
      ])
      .where('passIssued.issuedAt', '<', before)
      .$if(people !== null, (query) =>
        query.where(({ eb, or }) =>
          or([eb('passIssued.personId', 'in', people ?? []), eb('passIssued.roomId', 'in', rooms)]),
        ),
      )
      .orderBy('passIssued.issuedAt', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row): AuditRow => {
      const { id, at, person, room, affiliation, voidedAt } = PassRow.parse(row);
      const isVoid = voidedAt !== null;
      return { id, at, kind: 'pass', person: person ?? '', room, affiliation, isVoid };
    });
  }

  return {
    /** The newest first. */
    async read(query: AuditQuery): Promise<AuditRow[]> {
      const words = query.words.trim();
      const isAll = words === '';
      const people = isAll
        ? null
        : named(await db.selectFrom('person').select(['id', 'name']).execute(), words);
      const rooms = isAll
        ? []
        : named(await db.selectFrom('room').select(['id', 'name']).execute(), words);
      const found = [...(await signIns(people, query)), ...(await passes(people, rooms, query))];
      return found.toSorted((one, other) => other.at - one.at).slice(0, query.limit);
    },
  };
}
