/** Demo mode is for this machine only: sample people with passwords that everybody knows. */
import { request } from 'node:http';
import { samplePeople } from '../server/identity/sample-people.ts';
import { expect, test } from './fixtures.ts';

type Answer = { status: number | undefined; body: string };

/** Plain HTTP, since neither fetch nor a browser lets a Host be made up. */
function ask(url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    })
      .on('error', reject)
      .end();
  });
}

test('Whoever starts it reads the address and the sample people', async ({ homeroom }) => {
  expect(homeroom.output()).toContain(homeroom.url);
  for (const { login, password } of samplePeople) {
    expect(homeroom.output()).toMatch(new RegExp(`\\b${login}\\b.*\\b${password}\\b`));
  }
});

const throughAProxy: [string, Record<string, string>][] = [
  ['with X-Forwarded-For', { 'x-forwarded-for': '203.0.113.7' }],
  ['with X-Forwarded-Host', { 'x-forwarded-host': 'school.example' }],
  ['with X-Forwarded-Proto', { 'x-forwarded-proto': 'https' }],
  ['with X-Real-IP', { 'x-real-ip': '203.0.113.7' }],
  ['with Forwarded', { forwarded: 'for=203.0.113.7' }],
  ['with Via', { via: '1.1 proxy' }],
  ['for a foreign Host', { host: 'school.example' }],
  ['for a Host that only begins well', { host: 'localhost.school.example' }],
];

for (const [how, headers] of throughAProxy) {
  for (const path of [
    '/',
    '/homeroom/api/session',
    '/homeroom/oidc/style.css',
    '/homeroom/readyz',
  ]) {
    test(`A request ${how} gets nothing from ${path}`, async ({ homeroom }) => {
      const { status, body } = await ask(`${homeroom.url}${path}`, headers);
      expect(status).toBe(403);
      expect(body).toContain('demo-refuses-proxies');
    });
  }
}

test('A request from this machine is answered', async ({ homeroom }) => {
  expect((await ask(`${homeroom.url}/`, {})).status).toBe(200);
});
