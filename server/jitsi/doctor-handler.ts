/**
 * Answers `homeroom doctor` at the internal listener. Reads as a list: method, size,
 * signature, form, freshness, once only; the signature comes before the body is parsed.
 */
import { readText } from '../http/read-body.ts';
import {
  type About,
  type DoctorAnswer,
  DoctorAsk,
  doctorFreshMs,
  doctorPath,
} from './doctor-protocol.ts';
import { signatureHeader } from './protocol.ts';
import { isSignedWith, sign } from './signature.ts';
import type { ThrowawayLessons } from './throwaway-lessons.ts';

const maxBodyBytes = 4 * 1024;

export type DoctorDeps = {
  /** From the data folder. */
  key: string;
  about: About;
  clock: () => number;
  lessons: Pick<ThrowawayLessons, 'open' | 'end'>;
};

type WithoutHead<A> = A extends unknown ? Omit<A, 'v' | 'answers'> : never;
type Answer = WithoutHead<DoctorAnswer>;

export function createDoctorHandler({ key, about, clock, lessons }: DoctorDeps) {
  /** By id, until each is too old to be taken. */
  const seen = new Map<string, number>();

  function isNew({ id, at }: DoctorAsk): boolean {
    const now = clock();
    for (const [old, when] of seen) if (now - when > 2 * doctorFreshMs) seen.delete(old);
    if (Math.abs(at - now) > doctorFreshMs || seen.has(id)) return false;
    seen.set(id, now);
    return true;
  }

  async function answerTo({ ask }: DoctorAsk): Promise<Answer> {
    switch (ask.kind) {
      case 'about':
        return { kind: 'about', about };
      case 'open': {
        const lesson = await lessons.open();
        if (lesson) return { kind: 'opened', lesson };
        return {
          kind: 'refused',
          cause: 'too many throwaway lessons are open: wait a few minutes',
        };
      }
      case 'end':
        await lessons.end(ask.lessonId);
        return { kind: 'ended' };
      default:
        return ask satisfies never;
    }
  }

  return async (request: Request): Promise<Response | undefined> => {
    if (new URL(request.url).pathname !== doctorPath) return undefined;
    if (request.method !== 'POST') return new Response(null, { status: 405 });
    const body = await readText(request, maxBodyBytes);
    if (body === null) return new Response(null, { status: 413 });
    if (!isSignedWith(key, body, request.headers.get(signatureHeader))) {
      return new Response(null, { status: 401 });
    }
    const ask = parse(body);
    if (!ask) return new Response(null, { status: 400 });
    if (!isNew(ask)) return new Response(null, { status: 401 });
    const answer = await answerTo(ask).catch((error: unknown): Answer => {
      return { kind: 'refused', cause: error instanceof Error ? error.message : String(error) };
    });
    const text = JSON.stringify({ v: 1, answers: ask.id, ...answer });
    return new Response(text, {
      headers: { 'content-type': 'application/json', [signatureHeader]: sign(key, text) },
    });
  };
}

function parse(body: string): DoctorAsk | undefined {
  try {
    return DoctorAsk.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
