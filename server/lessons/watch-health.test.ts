import { expect, it } from 'vitest';
import type { MeetingHealth } from './meeting-adapter.ts';
import { watchHealth } from './watch-health.ts';

it('says once why no lesson can be opened, anew when it is for another cause, and when it can again', () => {
  let health: MeetingHealth = { isHealthy: true, at: 0 };
  const said: unknown[] = [];
  const look = watchHealth(
    { health: () => health },
    {
      debug: () => undefined,
      error: () => undefined,
      info: (fields, message) => void said.push([message, fields]),
      warn: (fields, message) => void said.push([message, fields]),
    },
  );
  const lookTwice = () => {
    said.length = 0;
    look();
    look();
    return [...said];
  };
  expect(lookTwice()).toEqual([]);
  health = { isHealthy: false, cause: 'silent' };
  expect(lookTwice()).toEqual([['no lesson can be opened', { cause: 'silent' }]]);
  health = { isHealthy: false, cause: 'a module is missing' };
  expect(lookTwice()).toEqual([['no lesson can be opened', { cause: 'a module is missing' }]]);
  health = { isHealthy: true, at: 1 };
  expect(lookTwice()).toEqual([['lessons can be opened again', {}]]);
});
