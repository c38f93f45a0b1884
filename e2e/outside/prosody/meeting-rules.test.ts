/** mod_homeroom in a real Prosody holds the same rules as every other meeting side. */
import { describe } from 'vitest';
import {
  type Bearer,
  type Guest,
  type MeetingWorld,
  testMeetingRules,
} from '../../../server/testing/meeting-rules.ts';
import type { Client } from './client.ts';
import { hosts } from './config.ts';
import { endForAll, kick, setAffiliation } from './actions.ts';
import { openSchool, type School } from './school.ts';
import { codeOf } from './stanza.ts';

type InRoom = { client: Client; roomJid: string };

/** Guests by what the rules hold in hand of them. */
const clients = new WeakMap<Guest, Promise<InRoom>>();

async function connect(school: School, bearer: Bearer): Promise<InRoom> {
  const { slug, lessonId, personId, affiliation, passId } = bearer;
  const claims = { room: slug, lesson: lessonId, person: personId, affiliation, jti: passId };
  const client = await school.connect(await school.pass(claims), slug, { timeoutMs: 20_000 });
  return { client, roomJid: `${slug}@${hosts.main}` };
}

async function enter(signedIn: Promise<InRoom>, slug: string): Promise<string> {
  try {
    const entry = await (await signedIn).client.enter(slug);
    return entry.kind === 'in' ? 'in' : codeOf(entry.why);
  } catch (error) {
    return codeOf(error instanceof Error ? error.message : String(error));
  }
}

function arrive(school: School, bearer: Bearer): Guest {
  const signedIn = connect(school, bearer);
  const entry = enter(signedIn, bearer.slug);
  const upon = async (
    target: Guest,
    deed: (roomJid: string, client: Client) => Parameters<Client['askFor']>[0],
  ) => {
    const { client, roomJid } = await signedIn;
    const other = await clients.get(target);
    if (other) await client.askFor(deed(roomJid, other.client));
  };
  const guest: Guest = {
    entry,
    promote: (target) => upon(target, (room, { jid }) => setAffiliation(room, jid, 'owner')),
    demote: (target) => upon(target, (room, { jid }) => setAffiliation(room, jid, 'member')),
    remove: (target) => upon(target, (room, { nick }) => kick(room, nick)),
    endForAll: async () => (await signedIn).client.send(endForAll()),
    leave: () => void signedIn.then(({ client }) => client.close()),
  };
  clients.set(guest, signedIn);
  return guest;
}

async function start(): Promise<MeetingWorld> {
  const school = await openSchool();
  return {
    commands: school.homeroom().commands,
    events: school.events,
    arrive: (bearer) => arrive(school, bearer),
    stop: () => school.stop(),
  };
}

describe('Prosody', { timeout: 40_000 }, () => testMeetingRules(start));
