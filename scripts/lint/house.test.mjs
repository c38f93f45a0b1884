import { describe, expect, it } from 'vitest';
import { mayImport } from './house.mjs';

/** @type {[string, string, import('./house.mjs').Kind][]} */
const allowed = [
  ['src/main.tsx', 'src/app/router.tsx', 'value'],
  ['src/app/router.tsx', 'src/meeting/room-page.tsx', 'lazy'],
  ['src/rooms/dashboard.tsx', 'server/contract/room.ts', 'type'],
  ['src/rooms/dashboard.tsx', 'server/contract/paths.ts', 'value'],
  ['src/ui/time.tsx', 'src/http/server-clock.ts', 'value'],
  ['src/live/apply-event.ts', 'src/rooms/api/rooms.ts', 'value'],
  ['server/main.ts', 'server/store/database.ts', 'value'],
  ['server/main.ts', 'server/identity/provider.ts', 'lazy'],
  ['server/pass/routes.ts', 'server/contract/pass.ts', 'value'],
  ['server/identity/keys.ts', 'server/http/secret-file.ts', 'value'],
  ['server/practice/meeting.ts', 'server/lessons/meeting-adapter.ts', 'type'],
  ['server/store/database.ts', 'server/session/tables.ts', 'type'],
  ['server/app/app.test.ts', 'server/store/database.ts', 'value'],
  ['server/main.ts', 'server/serve/serve.ts', 'value'],
  ['server/serve/serve.ts', 'server/app/app.ts', 'value'],
  ['server/serve/directory.ts', 'server/identity/identity.ts', 'lazy'],
  ['server/config.ts', 'server/settings/settings-reader.ts', 'value'],
];

/** @type {[string, string, import('./house.mjs').Kind][]} */
const refused = [
  ['src/main.tsx', 'src/rooms/dashboard.tsx', 'value'],
  ['src/rooms/dashboard.tsx', 'src/app/router.tsx', 'value'],
  ['src/rooms/dashboard.tsx', 'src/meeting/jitsi-frame.tsx', 'lazy'],
  ['src/http/page-data.ts', 'src/rooms/api/rooms.ts', 'value'],
  ['src/http/request.ts', 'src/session/session-end.ts', 'value'],
  ['src/ui/button.tsx', 'src/session/session-end.ts', 'type'],
  ['src/rooms/dashboard.tsx', 'server/contract/room.ts', 'value'],
  ['src/rooms/dashboard.tsx', 'server/rooms/policy.ts', 'type'],
  ['src/rooms/dashboard.test.tsx', 'server/rooms/policy.ts', 'value'],
  ['server/pass/routes.ts', 'server/app/app.ts', 'value'],
  ['server/app/app.ts', 'server/serve/serve.ts', 'value'],
  ['server/serve/directory.ts', 'server/identity/identity.ts', 'value'],
  ['server/settings/settings-reader.ts', 'server/config.ts', 'type'],
  ['server/lessons/lessons.ts', 'server/serve/serve.ts', 'type'],
  ['server/pass/routes.ts', 'server/lessons/lesson.ts', 'value'],
  ['server/pass/routes.ts', 'server/store/database.ts', 'type'],
  ['server/rooms/routes.ts', 'src/rooms/dashboard.tsx', 'type'],
  ['server/contract/room.ts', 'server/rooms/policy.ts', 'type'],
  ['server/app/app.ts', 'server/identity/provider.ts', 'lazy'],
  ['server/main.ts', 'server/identity/provider.ts', 'value'],
  ['server/main.ts', 'server/practice/practice.ts', 'value'],
  ['server/identity/provider.ts', 'server/session/role.ts', 'value'],
  ['server/identity/provider.ts', 'server/http/auth.ts', 'type'],
  ['server/identity/provider.ts', 'server/http/log.ts', 'value'],
  ['server/session/routes.ts', 'server/identity/directory-lookup.ts', 'type'],
  ['server/store/database.ts', 'server/session/tables.ts', 'value'],
  ['server/practice/meeting.ts', 'server/lessons/lesson.ts', 'value'],
  ['server/pass/sign.ts', 'e2e/fixtures.ts', 'value'],
];

describe('imports run one way', () => {
  it.each(allowed)('%s may import %s as %s', (from, to, kind) => {
    expect(mayImport(from, to, kind)).toBe(true);
  });

  it.each(refused)('%s may not import %s as %s', (from, to, kind) => {
    expect(mayImport(from, to, kind)).toBe(false);
  });
});
