/** A school that every look of a worker shares. */
import { test as base } from '../fixtures.ts';
import { openSchool, type School } from './school.ts';

/** A lesson without an organizer stays long enough to be looked at. */
export const schoolSettings = { HOMEROOM_LESSON_GRACE: '1h' };

export const test = base.extend<object, { school: School }>({
  school: [
    async ({ browser, homeroom }, lend) => lend(await openSchool(browser, homeroom.url)),
    { scope: 'worker', timeout: 120_000 },
  ],
});
