/**
 * The adapter for mod_homeroom inside Prosody: commands go out over
 * HTTP, reports come in at the internal listener, which `main` opens on loopback
 * and hands to `handleReport`.
 */
import type { Delivered, MeetingListener, MeetingAdapter } from '../lessons/meeting-adapter.ts';
import { createHealth } from './health.ts';
import { createAcknowledged } from './acknowledged.ts';
import { createDoctorHandler } from './doctor-handler.ts';
import type { About } from './doctor-protocol.ts';
import type { CommandCounter } from './order.ts';
import type { Command } from './protocol.ts';
import { createReportHandler } from './report-handler.ts';
import { type Clock, createSendCommand } from './send-command.ts';
import { createTakeReport, type TakeReport } from './take-report.ts';
import { createThrowawayLessons, type ThrowawayPass } from './throwaway-lessons.ts';

export type JitsiAdapterDeps = {
  /** Prosody's HTTP port; the path `/homeroom-commands` is added where none is given. */
  commandUrl: URL;
  /** Three different keys: pass, command, event. Each at least 32 characters. */
  commandKey: string;
  eventKey: string;
  /** For the commands that are not of a lesson. */
  counter: CommandCounter;
  /** Milliseconds since the epoch. */
  clock: Clock;
  log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  /** The signing keys (RS256); absent with a shared secret. */
  keys?: TrustedKeys;
  /** Signs a pass that opens nothing, for Prosody to try at each report. */
  trialPass: () => string;
  /** For `homeroom doctor`, which is answered at the internal listener; absent: it is not. */
  doctor?: { key: string; about: About; sign(pass: ThrowawayPass): string };
  fetch?: typeof fetch;
  /** How long a command may take, ms. */
  commandTimeoutMs?: number;
};

/** What Prosody is told of the signing keys, and what it fetches. */
export type TrustedKeys = {
  /** Names of those that are trusted now. */
  kids(): readonly string[];
  /** A public key by the SHA-256 of its name, in hexadecimal, as Jitsi asks for it. */
  publicPem(hashedKid: string): string | undefined;
  close?(): void;
};

export type JitsiAdapter = MeetingAdapter & {
  /** For the internal listener: `POST /internal/prosody/events`, `GET /internal/keys/….pem`. */
  handleReport(request: Request): Promise<Response>;
  /** Tells Prosody which signing keys are trusted now (RS256). */
  trustKeys(): Promise<void>;
};

export function createJitsiAdapter(deps: JitsiAdapterDeps): JitsiAdapter {
  const { clock, log } = deps;
  const health = createHealth(clock);
  const acknowledged = createAcknowledged();
  const send = createSendCommand({
    url: commandAddress(deps.commandUrl),
    key: deps.commandKey,
    clock,
    fetch: deps.fetch ?? fetch,
    timeoutMs: deps.commandTimeoutMs ?? 5_000,
  });

  async function deliver(command: Command): Promise<Delivered> {
    const delivered = await send(command);
    if (delivered.kind === 'done') acknowledged.note(command);
    return delivered;
  }

  const doctor = deps.doctor && createDoctorSide(deps.doctor, { ...deps, deliver });

  let takeReport: TakeReport | undefined;
  let onReachable: (() => void) | undefined;
  const takeIn = createReportHandler({
    key: deps.eventKey,
    clock,
    log,
    noteStale: health.noteStale,
    takeReport: async (report, driftMs) => {
      if (!takeReport) return 'not-listening';
      const answer = await takeReport(report);
      if (typeof answer !== 'string' && !('code' in answer)) {
        health.note(report, driftMs);
        // A report has just come in, so Prosody can be reached: deliver what waits.
        onReachable?.();
      }
      return answer;
    },
  });

  return {
    deliver,
    health: () => health.now(),
    listen(given: MeetingListener) {
      const { onEvent, openLessons, ...listener } = doctor?.lessons.keepApart(given) ?? given;
      const { trialPass, keys } = deps;
      onReachable = listener.onReachable;
      takeReport = createTakeReport({
        clock,
        log,
        onEvent,
        openLessons,
        acknowledged,
        kids: keys?.kids,
        trialPass,
      });
    },
    async close() {
      deps.keys?.close?.();
      doctor?.lessons.close();
    },
    async handleReport(request) {
      const ofKey = publicKeyFor(request, deps.keys);
      return ofKey ?? (await doctor?.handle(request)) ?? takeIn(request);
    },
    async trustKeys() {
      if (!deps.keys) return;
      const { counter } = deps;
      const kids = [...deps.keys.kids()];
      const give = async () => deliver({ kind: 'keys', order: await counter.nextOrder(), kids });
      const delivered = await give();
      // Superseded by a number that was never given here: the counter was set back.
      if (delivered.kind === 'superseded' && (await counter.lift(delivered.order))) await give();
    },
  };
}

type DoctorSide = Pick<JitsiAdapterDeps, 'counter' | 'clock' | 'log'> & {
  deliver(command: Command): Promise<Delivered>;
};

function createDoctorSide(
  { key, about, sign }: NonNullable<JitsiAdapterDeps['doctor']>,
  { deliver, counter, clock, log }: DoctorSide,
) {
  const lessons = createThrowawayLessons({ deliver, counter, clock, sign, log });
  return { lessons, handle: createDoctorHandler({ key, about, clock, lessons }) };
}

export function commandAddress(given: URL): URL {
  return given.pathname === '/' ? new URL('/homeroom-commands', given) : given;
}

/** Public keys are no secret: whoever reaches the internal listener may read them. */
function publicKeyFor(request: Request, keys: TrustedKeys | undefined): Response | undefined {
  const name = /^\/internal\/keys\/([0-9a-f]{64})\.pem$/.exec(new URL(request.url).pathname)?.[1];
  if (request.method !== 'GET' || !name) return undefined;
  const pem = keys?.publicPem(name);
  if (!pem) return new Response(null, { status: 404 });
  return new Response(pem, { headers: { 'content-type': 'application/x-pem-file' } });
}
