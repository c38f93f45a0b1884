/**
 * What the embedded provider's password page is told of an action that asks for it. The name of a
 * room is for who organizes it: anybody may ask for a step-up, for any address that they know.
 */
import { factsOf, type RoomStore } from '../rooms/rooms-store.ts';
import { relationTo } from '../rooms/policy.ts';
import { createPurposeOf } from '../session/purpose.ts';
import type { SessionStore } from '../session/sessions-store.ts';
import type { PurposeOf } from '../identity/purpose.ts';

export function purposeFrom(stores: {
  sessions: Pick<SessionStore, 'stepUpOfSignIn' | 'findPerson'>;
  rooms: Pick<RoomStore, 'bySlug'>;
}): PurposeOf {
  const purposeOf = createPurposeOf(stores.sessions);
  return async (nonce) => {
    const purpose = await purposeOf(nonce);
    if (!purpose) return null;
    const { action, person } = purpose;
    const { subject } = person;
    if (action.kind === 'administer') return person.isAdmin ? { kind: action.kind, subject } : null;
    const room = await stores.rooms.bySlug(action.slug);
    const relation = room && relationTo({ ...person, personId: person.id }, factsOf(room));
    if (!room || relation !== 'organizer') return null;
    return { kind: action.kind, room: room.name, subject };
  };
}
