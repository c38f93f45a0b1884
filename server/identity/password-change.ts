/**
 * The step between a password that was given by the school and the end of the
 * flow: a new one. The flow itself remembers that the old password was right.
 */
import { sendPage } from './answer.ts';
import { type Account, type Directory, maxPasswordLength, minPasswordLength } from './directory.ts';
import type { FlowStore } from './flow-store.ts';
import type { Flow } from './flow.ts';
import { changePasswordPage } from './pages/change-password.ts';
import type { School } from './pages/layout.ts';
import type { Sentences } from './pages/sentences.ts';

export type PasswordChange = {
  ask(flow: Flow, account: Account, login: string): Promise<void>;
  take(flow: Flow, fields: URLSearchParams): Promise<ChangeOutcome>;
};

export type ChangeOutcome =
  | { kind: 'changed'; account: Account }
  /** The page was shown again, with what is wrong. */
  | { kind: 'asked-again' }
  /** Nobody has shown an old password in this flow. */
  | { kind: 'not-asked' };

type Deps = { directory: Directory; flows: FlowStore; school: School };

const kind = 'PasswordChange';
const lifetimeSeconds = 600;

export function createPasswordChange({ directory, flows, school }: Deps): PasswordChange {
  function show(
    { res, speech }: Flow,
    status: number,
    login: string,
    refusal: string | null,
  ): void {
    sendPage(res, status, changePasswordPage({ speech, school, login, refusal }));
  }

  function askAgain(flow: Flow, fields: URLSearchParams, refusal: string): ChangeOutcome {
    show(flow, 422, fields.get('login') ?? '', refusal);
    return { kind: 'asked-again' };
  }

  return {
    async ask(flow, account, login) {
      await flows.put(kind, flow.uid, { accountId: account.subject }, lifetimeSeconds);
      show(flow, 200, login, null);
    },
    async take(flow, fields) {
      const { say } = flow.speech;
      const subject = (await flows.find(kind, flow.uid))?.accountId;
      if (!subject || !directory.replacePassword) return { kind: 'not-asked' };
      const next = fields.get('next') ?? '';
      const fault = faultOf(next, fields.get('repeat') ?? '', say);
      if (fault !== null) return askAgain(flow, fields, fault);
      const answer = await directory.replacePassword(subject, next);
      if (answer.kind === 'same') return askAgain(flow, fields, say.notNew);
      await flows.remove(kind, flow.uid);
      const found = answer.kind === 'replaced' ? await directory.stillHere(subject) : null;
      return found ? { kind: 'changed', account: { subject, ...found } } : { kind: 'not-asked' };
    },
  };
}

function faultOf(next: string, repeat: string, say: Sentences): string | null {
  if (next.length < minPasswordLength) return say.tooShort(minPasswordLength);
  // One that is never tried at a sign-in would lock its owner out.
  if (next.length > maxPasswordLength) return say.tooLong(maxPasswordLength);
  return next === repeat ? null : say.notRepeated;
}
