/** One command to mod_homeroom, and its answer. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Delivered } from '../lessons/meeting-adapter.ts';
import { type Command, CommandAnswer, freshMs, type Inspect, signatureHeader } from './protocol.ts';
import { isSignedWith, sign } from './signature.ts';

export type Clock = () => number;

/** Thrown when Prosody did not acknowledge a command: it may or may not have happened. */
export class CommandUnacknowledged extends Error {
  override readonly name = 'CommandUnacknowledged';
  constructor(kind: Command['kind'], why: string, cause?: unknown) {
    super(`the meeting server did not acknowledge "${kind}": ${why}`, { cause });
  }
}

export type SendCommand = (command: Command) => Promise<Delivered>;

export type ProsodyAddress = {
  url: URL;
  key: string;
  clock: Clock;
  fetch: typeof fetch;
  timeoutMs: number;
};

/** @returns a function that resolves when mod_homeroom has made the command durable */
export function createSendCommand(deps: ProsodyAddress): SendCommand {
  return async (command) => {
    const answer = await askProsody(deps, command, CommandAnswer).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandUnacknowledged(command.kind, why, error);
    });
    if (answer.code === 'superseded' && answer.order !== undefined) {
      return { kind: 'superseded', order: answer.order };
    }
    if (!answer.ok) {
      const why = answer.cause ?? answer.code ?? 'refused';
      throw new CommandUnacknowledged(command.kind, why);
    }
    return { kind: 'done' };
  };
}

/** The status of an answer that mod_homeroom has not signed. */
export class UnsignedAnswer extends Error {
  override readonly name = 'UnsignedAnswer';
  readonly status: number;
  constructor(status: number) {
    super(`answer ${status} without a right signature`);
    this.status = status;
  }
}

/** @throws when there is no answer, or none that can be believed */
export async function askProsody<A extends CommandAnswer>(
  deps: ProsodyAddress,
  command: Command | Inspect,
  schema: z.ZodType<A>,
): Promise<A> {
  const message = { v: 1, id: randomUUID(), at: deps.clock(), command };
  const body = JSON.stringify(message);
  const response = await deps.fetch(deps.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [signatureHeader]: sign(deps.key, body) },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(deps.timeoutMs),
  });
  const text = await response.text();
  if (!isSignedWith(deps.key, text, response.headers.get(signatureHeader))) {
    throw new UnsignedAnswer(response.status);
  }
  const answer = schema.parse(JSON.parse(text));
  if (answer.answers !== message.id) throw new Error('the answer is to another command');
  if (Math.abs(answer.at - deps.clock()) > freshMs) throw new Error('the answer is stale');
  return answer;
}
