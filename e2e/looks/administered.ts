/** What an administrator's pages show, of a school that stands still. */
import type { AdminLessons, AdminRooms, Audit, LastDoctor } from '../../server/contract/admin.ts';
import { ids } from '../../server/contract/testing/ids.ts';

const at = Date.UTC(2026, 0, 5, 8, 40);

/** A doctor that found something of each kind. */
export const examined: LastDoctor = {
  finishedAt: at,
  counts: { pass: 41, warn: 1, fail: 1 },
  findings: [
    {
      group: 'prosody',
      check: 'ports',
      level: 'fail',
      saw: 'Prosody can be reached past nginx: https on * port 5281.',
      means: 'past-the-door',
      todo: 'Set https_ports = { } in its global section, and restart Prosody.',
    },
    {
      group: 'lesson',
      check: 'ends-after-owner',
      level: 'warn',
      saw: 'No lesson could be opened.',
      means: 'not-proven',
      todo: 'Mend what is said above, and run homeroom doctor again.',
    },
  ],
};

const lessons: AdminLessons = {
  lessons: [
    {
      slug: ids.slug('mathematics-7a'),
      room: 'Mathematics 7a',
      organizers: ['Ada Lovelace', 'Bo Berg'],
      state: 'running',
      openedAt: at,
      people: 24,
    },
  ],
};

const ada = { id: ids.person('ada'), name: 'Ada Lovelace' };
const bo = { id: ids.person('bo'), name: 'Bo Berg' };

const rooms: AdminRooms = {
  rooms: [
    {
      slug: ids.slug('art'),
      name: 'Art',
      classes: [],
      organizers: [bo],
      isArchived: true,
    },
    {
      slug: ids.slug('mathematics-7a'),
      name: 'Mathematics 7a',
      classes: ['7a', '7b'],
      organizers: [ada, bo],
      isArchived: false,
    },
  ],
  isCut: false,
};

const audit: Audit = {
  rows: [
    {
      id: '3',
      at: at + 2,
      kind: 'pass',
      person: 'Gül Güneş',
      room: 'Mathematics 7a',
      affiliation: 'member',
      isVoid: true,
    },
    {
      id: '2',
      at: at + 1,
      kind: 'pass',
      person: 'Ada Lovelace',
      room: 'Mathematics 7a',
      affiliation: 'owner',
      isVoid: false,
    },
    {
      id: '1',
      at,
      kind: 'sign-in',
      person: 'Ada Lovelace',
      room: null,
      affiliation: null,
      isVoid: false,
    },
  ],
  isCut: true,
  keptDays: 30,
};

/** By the last part of the address. */
export const administered: Readonly<Record<string, object>> = { lessons, rooms, audit };
