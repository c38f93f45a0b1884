/**
 * The internal listener's one address. Reads as a list: method, size, signature,
 * form, freshness; then one report at a time. The signature comes before the body is
 * parsed.
 */
import { readText } from '../http/read-body.ts';
import {
  freshMs,
  type OlderBoot,
  Report,
  type ReportAnswer,
  signatureHeader,
  type StaleAnswer,
} from './protocol.ts';
import type { Clock } from './send-command.ts';
import { isSignedWith, sign } from './signature.ts';
import type { Refusal } from './take-report.ts';

export const reportPath = '/internal/prosody/events';
const maxBodyBytes = 4 * 1024 * 1024;

type Deps = {
  key: string;
  clock: Clock;
  log: { warn(fields: object, message: string): void };
  takeReport(report: Report, driftMs: number): Promise<ReportAnswer | Refusal | 'not-listening'>;
  /** How far the clocks are apart, ms; below zero when Prosody's is behind. */
  noteStale(driftMs: number): void;
};

export function createReportHandler({ key, clock, log, takeReport, noteStale }: Deps) {
  let last: Promise<unknown> = Promise.resolve();

  function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  function refuse(status: number, why: string): Response {
    log.warn({ why }, 'a report at the internal listener was refused');
    return new Response(null, { status });
  }

  return async (request: Request): Promise<Response> => {
    if (new URL(request.url).pathname !== reportPath) return refuse(404, 'address');
    if (request.method !== 'POST') return refuse(405, 'method');
    const body = await readText(request, maxBodyBytes);
    if (body === null) return refuse(413, 'size');
    if (!isSignedWith(key, body, request.headers.get(signatureHeader))) {
      return refuse(401, 'signature');
    }
    const report = parse(body);
    if (!report) return refuse(400, 'form');
    const driftMs = report.at - clock();
    if (Math.abs(driftMs) > freshMs) {
      noteStale(driftMs);
      log.warn({ driftMs }, 'a report was refused: the clocks are too far apart');
      const { v, boot, message } = report;
      return signed(key, 401, { v, boot, message, at: clock() });
    }
    const answer = await oneAtATime(() => takeReport(report, driftMs)).catch((error: unknown) => {
      log.warn({ error }, 'a report could not be taken; it comes again');
      return 'fault' as const;
    });
    if (typeof answer === 'string') return refuse(statusOf[answer], answer);
    if (!('code' in answer)) return signed(key, 200, answer);
    refuse(409, answer.code);
    const { boot, message } = report;
    return signed(key, 409, { v: 1, boot, message, at: clock(), ...answer });
  };
}

const statusOf = {
  'seen-before': 409,
  'not-listening': 503,
  fault: 500,
} as const;

function parse(body: string): Report | undefined {
  try {
    return Report.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

function signed(
  key: string,
  status: number,
  answer: ReportAnswer | OlderBoot | StaleAnswer,
): Response {
  const body = JSON.stringify(answer);
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json', [signatureHeader]: sign(key, body) },
  });
}
