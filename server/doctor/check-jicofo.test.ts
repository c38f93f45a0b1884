import { expect, it } from 'vitest';
import { checkJicofoSettings } from './check-jicofo.ts';

const off = 'jicofo { conference { enable-auto-owner = false } }';

it.each([
  ['told to make nobody an owner', off, 'pass'],
  ['the same, in one line', 'jicofo.conference.enable-auto-owner=false', 'pass'],
  [
    'as hocon writes it',
    'jicofo {\n  conference {\n    "enable-auto-owner" : "false"\n  }\n}',
    'pass',
  ],
  ['as Debian’s package leaves it', 'jicofo { xmpp { client { } } }', 'warn'],
  ['told so in a remark only', '# enable-auto-owner = false\n// enable-auto-owner = false', 'warn'],
  ['told to', 'jicofo { conference { enable-auto-owner = true } }', 'warn'],
  [
    'with a sign-in of its own',
    `${off}\njicofo { authentication { enabled = true, type = JWT } }`,
    'fail',
  ],
  ['the same, in one line', `${off}\njicofo.authentication.enabled = true`, 'fail'],
  ['with its sign-in off', `${off}\njicofo { authentication { enabled = false } }`, 'pass'],
])('jicofo %s', (_, text, level) => {
  expect(checkJicofoSettings(text)).toMatchObject([{ check: 'jicofo-settings', level }]);
});

it('says nothing where jicofo runs elsewhere', () => {
  expect(checkJicofoSettings(null)).toEqual([]);
});
