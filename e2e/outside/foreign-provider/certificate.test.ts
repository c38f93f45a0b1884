/** A provider whose certificate comes from the school's own authority. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignProvider } from '../../../server/session/foreign-provider.ts';
import { fetchTrusting } from '../../../server/session/trusting-fetch.ts';
import { freePort } from '../../homeroom.ts';
import { type Certificates, makeCertificates } from '../certificates.ts';
import { createBrowser } from './browser.ts';
import { log, openSchoolOf, redirectUri, settingsFor } from './school.ts';
import { type SchoolProvider, startSchoolProvider } from './start.ts';

let folder: string;
let certificates: Certificates;
let theirs: SchoolProvider;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-provider-'));
  certificates = await makeCertificates(folder, 'DNS:localhost');
  const { cert, key } = certificates;
  theirs = await startSchoolProvider(redirectUri, {}, { tls: { cert, key } });
  theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: ['8c1d'] } });
  theirs.signsIn.sub = 'ada';
});
afterAll(async () => {
  await theirs.stop();
  await rm(folder, { recursive: true });
});

const providerWith = (ca: string | null, issuer = theirs.issuer) =>
  foreignProvider({
    settings: settingsFor(issuer, { ca }),
    homeUrl: 'https://school.example/',
    clock: Date.now,
    log,
  });

describe('a certificate of the school’s own authority', () => {
  it('is trusted when the authority is named: people sign in', async () => {
    const { ca } = certificates;
    const school = await openSchoolOf(theirs.issuer, { ca });
    const { answer } = await createBrowser(school, fetchTrusting(ca)).signIn();
    expect(answer.status).toBe(201);
    await school.close();
  });

  it('is not trusted otherwise, and administrators read which setting is missing', async () => {
    const probed = await providerWith(null).probe();
    expect(probed).toEqual({
      isReachable: false,
      cause: expect.stringMatching(/HOMEROOM_OIDC_CA_FILE.*\(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/),
    });
  });

  it('is refused under another host’s name', async () => {
    const elsewhere = theirs.issuer.replace('localhost', '127.0.0.1');
    expect(await providerWith(certificates.ca, elsewhere).probe()).toEqual({
      isReachable: false,
      cause: 'its certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID)',
    });
  });

  it('of another authority is refused', async () => {
    const other = await makeCertificates(await mkdtemp(join(folder, 'other-')), 'DNS:localhost');
    const probed = await providerWith(other.ca).probe();
    expect(probed).toMatchObject({
      isReachable: false,
      cause: expect.stringContaining('not trusted'),
    });
  });
});

describe('administrators read why a provider does not answer', () => {
  it('when nobody listens there', async () => {
    const issuer = `http://127.0.0.1:${await freePort()}`;
    const cause = 'it refuses the connection (ECONNREFUSED)';
    expect(await providerWith(null, issuer).probe()).toEqual({ isReachable: false, cause });
  });

  it('when there is no such host', async () => {
    const probed = await providerWith(null, 'https://nobody.invalid').probe();
    const cause = expect.stringMatching(/there is no host of its name|cannot be looked up/);
    expect(probed).toEqual({ isReachable: false, cause });
  });
});
