/** Asks the Homeroom that runs, at its internal listener on this machine. */
import { randomUUID } from 'node:crypto';
import {
  DoctorAnswer,
  type DoctorAsk,
  doctorPath,
  type Throwaway,
} from '../jitsi/doctor-protocol.ts';
import { signatureHeader } from '../jitsi/protocol.ts';
import { isSignedWith, sign } from '../jitsi/signature.ts';

/** Of a listener on this machine, which may listen on all of its addresses. */
export function originAt({ host, port }: { host: string; port: number }): string {
  const isAnywhere = host === '0.0.0.0' || host === '::';
  const name = isAnywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

export type RunningHomeroom = {
  /** @throws when it does not answer */
  ask(question: DoctorAsk['ask']): Promise<DoctorAnswer>;
  /** A throwaway lesson. @throws with the cause, when none is opened */
  open(): Promise<Throwaway>;
};

const timeoutMs = 15_000;

/** @param key from its data folder */
export function runningHomeroom(
  internal: { host: string; port: number },
  key: string,
  clock: () => number,
): RunningHomeroom {
  const url = `${originAt(internal)}${doctorPath}`;

  async function ask(question: DoctorAsk['ask']): Promise<DoctorAnswer> {
    const asked: DoctorAsk = { v: 1, id: randomUUID(), at: clock(), ask: question };
    const body = JSON.stringify(asked);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [signatureHeader]: sign(key, body) },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (!isSignedWith(key, text, response.headers.get(signatureHeader))) {
      throw new Error(`answer ${response.status}, not signed with the key of this data folder`);
    }
    const answer = DoctorAnswer.parse(JSON.parse(text));
    if (answer.answers !== asked.id) throw new Error('the answer is to another question');
    return answer;
  }

  return {
    ask,
    async open() {
      const answer = await ask({ kind: 'open' });
      if (answer.kind === 'opened') return answer.lesson;
      throw new Error(answer.kind === 'refused' ? answer.cause : 'no lesson was opened');
    },
  };
}
