/** The certificate of a public address, as a browser would judge it. */
import { connect, type PeerCertificate } from 'node:tls';
import type { DoctorFinding } from '../contract/doctor.ts';
import { failed, passed, unproven, warned } from './checks.ts';
import { type Place, portOf } from './place.ts';

const day = 24 * 60 * 60_000;
/** Let's Encrypt renews thirty days before the end: later than that, something is amiss. */
const soonMs = 14 * day;
const timeoutMs = 10_000;

const renew =
  'Renew it (certbot renew, or as it was made), give nginx the whole chain (fullchain.pem), and reload nginx.';

export async function checkCertificate(place: Place, clock: () => number): Promise<DoctorFinding> {
  const { url } = place;
  if (url.protocol !== 'https:') {
    return warned(
      'certificate',
      `${url.host} is asked without TLS, which is for trying things out on one machine only.`,
      'Give nginx a certificate, and set HOMEROOM_URL and HOMEROOM_JITSI_URL to https addresses.',
    );
  }
  try {
    const { fault, certificate } = await look(place);
    return judge(url.host, fault, Date.parse(certificate.valid_to), clock());
  } catch (error) {
    return unproven('certificate', `${url.host} speaks no TLS: ${String(error)}`);
  }
}

function judge(host: string, fault: string | null, until: number, now: number): DoctorFinding {
  const end = Number.isNaN(until) ? 'an unknown day' : new Date(until).toISOString().slice(0, 10);
  if (until < now) return failed('certificate', `The one of ${host} has expired on ${end}.`, renew);
  if (fault !== null) {
    return failed('certificate', `The one of ${host} is not accepted: ${fault}`, renew);
  }
  if (until - now < soonMs) {
    return warned('certificate', `The one of ${host} ends on ${end}.`, renew);
  }
  return passed('certificate', `${host} has one that is accepted, until ${end}.`);
}

/** @throws when there is no TLS */
function look(place: Place): Promise<{ fault: string | null; certificate: PeerCertificate }> {
  const { url, via } = place;
  const hostname = url.hostname.replaceAll(/[[\]]/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: via ?? hostname,
      port: portOf(url),
      servername: /^[\d.:]+$/.test(hostname) ? '' : hostname,
      // Looked at below, all faults of it.
      rejectUnauthorized: false,
      timeout: timeoutMs,
    });
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(new Error('no answer in time')));
    socket.once('secureConnect', () => {
      const { authorizationError: error } = socket;
      const certificate = socket.getPeerCertificate();
      socket.destroy();
      resolve({ fault: error ? words(error) : null, certificate });
    });
  });
}

function words(error: Error | string): string {
  const code = typeof error === 'string' ? error : 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, string>> = {
    ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
    CERT_NOT_YET_VALID: 'it is not valid yet: is the clock right?',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its chain is not complete, or its authority is unknown here',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is unknown here',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody but itself vouches for it',
    SELF_SIGNED_CERT_IN_CHAIN: 'its authority is unknown here',
  };
  return `${known[code] ?? String(error)} (${code})`;
}
