/** The meeting side that the settings ask for: Prosody, a Jitsi without the module, or practice. */
import type { Hono } from 'hono';
import type { MeetingHost } from '../contract/page-data.ts';
import type { Config } from '../config.ts';
import type { Warning } from '../contract/admin.ts';
import type { Jitsi } from '../jitsi/settings.ts';
import type { Log } from '../http/log.ts';
import { randomSecret } from '../crypto.ts';
import { createBlindAdapter } from '../jitsi/blind-adapter.ts';
import type { About } from '../jitsi/doctor-protocol.ts';
import { createJitsiAdapter } from '../jitsi/jitsi-adapter.ts';
import type { CommandCounter } from '../jitsi/order.ts';
import type { MeetingAdapter } from '../lessons/meeting-adapter.ts';
import type { PassClaims, PassIssuer } from '../pass/claims.ts';
import { openKeyFolder } from '../pass/key-folder.ts';
import { openKeyRing } from '../pass/key-ring.ts';
import { type SignPass, signWithSecret } from '../pass/sign.ts';
import { createThrowawayPass, createTrialPass } from '../pass/trial-pass.ts';
import { signWithKeys } from '../pass/sign-with-keys.ts';
import { verifyWithSecret } from '../pass/verify.ts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export type MeetingSide = {
  adapter: MeetingAdapter;
  meetingHost: MeetingHost;
  issuer: PassIssuer;
  sign: SignPass;
  onPass(claims: PassClaims): void;
  /** For the internal listener, where Prosody reports. */
  handleReport?: (request: Request) => Promise<Response>;
  practiceRoutes?: Hono;
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  warnings: readonly Warning[];
};

export type MeetingSideDeps = {
  counter: CommandCounter;
  clock: () => number;
  log: Log;
  /** What `homeroom doctor` is told at the internal listener, and the key it signs with. */
  doctor: { key: string; about: About };
};

export async function meetingSide(config: Config, deps: MeetingSideDeps): Promise<MeetingSide> {
  return config.jitsi ? jitsiSide(config.jitsi, deps) : practiceSide(config, deps);
}

const unsafe =
  'HOMEROOM_UNSAFE_NO_MODULE is set: Jitsi holds nobody to anything. Whoever has a pass can open the room, and Homeroom does not see who is in.';

/** How often the folder of signing keys is looked at, ms. */
const keysEvery = 2_000;

async function jitsiSide(
  jitsi: Jitsi,
  { counter, clock, log, doctor }: MeetingSideDeps,
): Promise<MeetingSide> {
  const { url, appId, appSecret, passKeys, xmppDomain, prosody } = jitsi;
  const common = {
    meetingHost: {
      kind: 'jitsi',
      domain: url.host,
      scriptUrl: new URL('/external_api.js', url).href,
    },
    issuer: { appId, xmppDomain },
  } as const;
  if (!prosody) {
    log.warn({}, unsafe);
    const sign = signWithSecret(appSecret);
    const adapter = createBlindAdapter(clock, log);
    return {
      ...common,
      sign,
      adapter,
      onPass: adapter.onPass,
      warnings: [{ code: 'no-module', detail: unsafe }],
    };
  }
  const { commandUrl, commandKey, eventKey } = prosody;
  const deps = { commandUrl, commandKey, eventKey, counter, clock, log };
  const rest = { onPass: () => {}, warnings: [] };
  const tried = (sign: SignPass) => ({
    trialPass: createTrialPass(sign, common.issuer, clock),
    doctor: { ...doctor, sign: createThrowawayPass(sign, common.issuer, clock) },
  });
  if (passKeys === null) {
    const sign = signWithSecret(appSecret);
    const adapter = createJitsiAdapter({ ...deps, ...tried(sign) });
    return { ...common, ...rest, sign, adapter, handleReport: adapter.handleReport };
  }
  const keys = await openKeyRing({ folder: openKeyFolder(passKeys), clock, log });
  const sign = signWithKeys(keys.current);
  const adapter = createJitsiAdapter({ ...deps, keys, ...tried(sign) });
  keys.watch(adapter.trustKeys, keysEvery);
  return { ...common, ...rest, sign, adapter, handleReport: adapter.handleReport };
}

/** Only in demo mode: the secret lives as long as the process. */
async function practiceSide(
  { publicUrl }: Config,
  { clock, log }: MeetingSideDeps,
): Promise<MeetingSide> {
  const { createPractice } = await import('../practice/practice.ts');
  const issuer = { appId: 'practice', xmppDomain: publicUrl.hostname };
  const secret = randomSecret();
  const practice = createPractice({
    verifyPass: verifyWithSecret(secret, issuer, clock),
    publicUrl: publicUrl.href,
    clock: { now: clock },
    log,
  });
  return {
    adapter: practice,
    meetingHost: practice.meetingHost,
    issuer,
    sign: signWithSecret(secret),
    onPass: () => {},
    practiceRoutes: practice.routes,
    upgrade: practice.upgrade,
    warnings: [],
  };
}
