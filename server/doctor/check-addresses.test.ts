import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFinding } from './check-addresses.ts';

const homeroom = new URL('https://meet.example.org');
const leads = `config.tokenAuthUrl = 'https://meet.example.org/homeroom/rooms/{room}';`;

const levelOf = (body: string) => configFinding({ status: 200, headers: {}, body }, homeroom).level;

const shipped = await readFile(
  join(import.meta.dirname, '../../deploy/jitsi/homeroom-config.js'),
  'utf8',
);

describe('config.js is in order', () => {
  it.each([
    ['as Homeroom ships its part', shipped],
    [
      'with what Jitsi writes taken away at its end',
      `var config = { sso: { ssoService: 'x' }, conferenceRequestUrl: 'y' };\n${shipped}`,
    ],
    ['with other sign-ins off', `${leads}\nconfig.tokenAuthInline = false;`],
    ['with them in remarks', `// config.sso = { };\n/* conferenceRequestUrl: 'x' */\n${leads}`],
  ])('%s', (_, body) => expect(levelOf(body)).toBe('pass'));
});

describe('config.js leads past Homeroom', () => {
  it.each([
    ['with a sign-in of its own', `${leads}\nconfig.tokenAuthInline = true;`],
    ['with a provider', `var config = { sso: { ssoService: 'x' } };\n${leads}`],
    ['with requests to jicofo', `var config = { conferenceRequestUrl: 'https://x/' };\n${leads}`],
    ['with what is set once more behind Homeroom’s part', `${shipped}\nconfig.sso = { };`],
    ['to another host', "config.tokenAuthUrl = 'https://elsewhere.example/{room}';"],
    ['nowhere', 'var config = { };'],
    [
      'to the sample address that was not replaced',
      shipped.replace('meet.example.org', 'x.example'),
    ],
  ])('%s', (_, body) => expect(levelOf(body)).toBe('fail'));
});
