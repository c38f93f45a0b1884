/**
 * The meeting port spoken with mod_homeroom inside Prosody: commands go out over
 * HTTP, reports come in at the internal listener, which `main` opens on loopback
 * and hands to `handleReport`.
 */
import type { MeetingEvent, MeetingPort, OpenLessonsNow } from '../lessons/port.ts';
import { createHealth } from './health.ts';
import { createKeptCommands } from './kept-commands.ts';
import { createAcknowledged } from './acknowledged.ts';
import { createOrder, giveInOrder, type Unnumbered } from './order.ts';
import type { CommandOutbox } from './outbox.ts';
import { createReportHandler } from './report-handler.ts';
import { type Clock, createSendCommand, type SendCommand } from './send-command.ts';
import { createTakeReport, type TakeReport } from './take-report.ts';

export type JitsiPortDeps = {
  /** Prosody's HTTP port; the path `/homeroom-commands` is added where none is given. */
  commandUrl: URL;
  /** Three different keys: pass, command, event. Each at least 32 characters. */
  commandKey: string;
  eventKey: string;
  outbox: CommandOutbox;
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
  fetch?: typeof fetch;
  /** How long a command may take, ms. */
  commandTimeoutMs?: number;
  /** Between two tries of what is kept, ms. */
  retryMs?: number;
};

/** What Prosody is told of the signing keys, and what it fetches. */
export type TrustedKeys = {
  /** Names of those that are trusted now. */
  kids(): readonly string[];
  /** A public key by the SHA-256 of its name, in hexadecimal, as Jitsi asks for it. */
  publicPem(hashedKid: string): string | undefined;
  close?(): void;
};

export type JitsiPort = MeetingPort & {
  /** For the internal listener: `POST /internal/prosody/events`, `GET /internal/keys/….pem`. */
  handleReport(request: Request): Promise<Response>;
  /** Tells Prosody which signing keys are trusted now (RS256). */
  trustKeys(): Promise<void>;
};

export function createJitsiPort(deps: JitsiPortDeps): JitsiPort {
  const { clock, log } = deps;
  const order = createOrder(clock);
  const health = createHealth(clock);
  const acknowledged = createAcknowledged(deps.outbox);
  const sendOnly = createSendCommand({
    url: commandAddress(deps.commandUrl),
    key: deps.commandKey,
    clock,
    fetch: deps.fetch ?? fetch,
    timeoutMs: deps.commandTimeoutMs ?? 5_000,
  });
  const send: SendCommand = async (command) => {
    await sendOnly(command);
    acknowledged.note(command);
  };
  const pauseMs = deps.retryMs ?? 5_000;
  const kept = createKeptCommands({ outbox: deps.outbox, send, clock, log, pauseMs });

  let takeReport: TakeReport | undefined;
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
        kept.flush();
      }
      return answer;
    },
  });

  const give = (command: Unnumbered) => giveInOrder(order, command, send);
  /** Repeated until acknowledged. */
  const keep = (command: Unnumbered) => giveInOrder(order, command, kept.give);

  return {
    commands: {
      open: (lesson) => give({ kind: 'open', ...lesson }),
      configure: (slug, lessonId, settings) =>
        keep({ kind: 'configure', slug, lessonId, ...settings }),
      end: (slug, lessonId, reason) => keep({ kind: 'end', slug, lessonId, reason }),
      remove: (slug, lessonId, personId) => keep({ kind: 'remove', slug, lessonId, personId }),
      readmit: (slug, lessonId, personId) => give({ kind: 'readmit', slug, lessonId, personId }),
      revoke: (slug, lessonId, personId, passIds) =>
        keep({ kind: 'revoke', slug, lessonId, personId, passIds: [...passIds] }),
      closeToNewcomers: (slug, lessonId, isClosed) =>
        give({ kind: 'newcomers', slug, lessonId, isClosed }),
    },
    health: () => health.now(),
    listen(onEvent: (event: MeetingEvent) => Promise<void>, openLessons: OpenLessonsNow) {
      const { trialPass, keys } = deps;
      takeReport = createTakeReport({
        clock,
        log,
        onEvent,
        openLessons,
        acknowledged,
        kids: keys?.kids,
        trialPass,
      });
      kept.flush();
    },
    async close() {
      deps.keys?.close?.();
      await kept.close();
    },
    async handleReport(request) {
      return publicKeyFor(request, deps.keys) ?? takeIn(request);
    },
    async trustKeys() {
      if (deps.keys) await give({ kind: 'keys', kids: [...deps.keys.kids()] });
    },
  };
}

function commandAddress(given: URL): URL {
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
