/**
 * The password page of a flow: shows it, takes what was posted, and hands the
 * flow back to the provider when the password was right.
 *
 * GET, POST /homeroom/oidc/sign-in/:uid
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type default as Provider, errors } from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import { isFromHere, sendHome, sendPage, sendShort } from './answer.ts';
import { clientAddress } from './client-address.ts';
import type { DeviceCookies } from './device-cookie.ts';
import type { Account, Directory, SignInAnswer } from './directory.ts';
import type { Flow } from './flow.ts';
import type { FlowStore } from './flow-store.ts';
import { readForm } from './form-body.ts';
import type { Attempt, Guessing, Permission } from './guessing.ts';
import type { LeadsHome } from './leads-home.ts';
import type { Log } from './log.ts';
import { type Speech, chooseLanguage } from './pages/language.ts';
import type { School } from './pages/layout.ts';
import { signInPage } from './pages/sign-in.ts';
import { stopPage } from './pages/stop.ts';
import { createPasswordChange } from './password-change.ts';
import type { SamplePerson } from './sample-people.ts';

export type SignInDeps = {
  provider: Provider;
  directory: Directory;
  accounts: Accounts;
  flows: FlowStore;
  guessing: Guessing;
  devices: DeviceCookies;
  school: School;
  samples: readonly SamplePerson[];
  leadsHome: LeadsHome;
  origin: string;
  trustsProxy: boolean;
  clock: () => number;
  log: Log;
};

/** What was asked of the limits on guessing, and what they said. */
type Asked = { attempt: Attempt; permission: Permission };

export function createSignInRoute(deps: SignInDeps) {
  const { provider, directory, school, log } = deps;
  const changing = createPasswordChange(deps);

  async function route(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const flow = await findFlow(req, res);
    if (!flow) return (await deps.leadsHome(req)) ? sendHome(res) : lost(req, res);
    if (req.method === 'GET' || req.method === 'HEAD') return ask(flow, 200, '', null);
    if (req.method !== 'POST') return sendShort(res, 405, 'method not allowed');
    if (!isFromHere(req, deps.origin)) return ask(flow, 403, '', flow.speech.say.foreign);
    const body = await readForm(req);
    if (body.kind === 'too-large') return sendShort(res, 413, 'too large');
    if (body.kind === 'wrong-content-type') return sendShort(res, 415, 'wrong content type');
    const { fields } = body;
    return fields.get('step') === 'change' ? change(flow, fields) : tryPassword(flow, fields);
  }

  /** The browser that began the flow brings its cookie; for any other there is none. */
  async function findFlow(req: IncomingMessage, res: ServerResponse): Promise<Flow | null> {
    try {
      const { uid, params } = await provider.interactionDetails(req, res);
      const speech = chooseLanguage(req.headers['accept-language'], params['ui_locales']);
      return { req, res, uid, speech };
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return null;
      throw error;
    }
  }

  function lost(req: IncomingMessage, res: ServerResponse): void {
    const speech = chooseLanguage(req.headers['accept-language']);
    sendPage(res, 400, stopPage(speech, school, 'lost'));
  }

  function ask({ res, speech }: Flow, status: number, login: string, refusal: string | null): void {
    const { samples } = deps;
    sendPage(res, status, signInPage({ speech, school, login, refusal, samples }));
  }

  async function tryPassword(flow: Flow, fields: URLSearchParams): Promise<void> {
    const login = fields.get('login') ?? '';
    const address = clientAddress(flow.req, deps.trustsProxy);
    let asked: Asked | null = null;
    const mayTry = (account: string) => {
      const knownBrowser = deps.devices.knownAs(flow.req, account);
      const attempt = { account, address, knownBrowser };
      asked = { attempt, permission: deps.guessing.begin(attempt) };
      return asked.permission.mayTry;
    };
    const answer = await directory.checkPassword(login, fields.get('password') ?? '', mayTry);
    settle(flow, answer, asked);
    return proceed(flow, login, answer, asked);
  }

  /** What an attempt leaves behind: a count, or a browser that is known from now on. */
  function settle({ req, res }: Flow, answer: SignInAnswer, asked: Asked | null): void {
    if (!asked?.permission.mayTry) return;
    const { attempt } = asked;
    switch (answer.kind) {
      case 'refused':
        return deps.guessing.failed(attempt);
      case 'signed-in':
        res.appendHeader('Set-Cookie', deps.devices.remember(req, attempt.account));
        return deps.guessing.succeeded(attempt);
      case 'must-change':
      case 'locked':
      case 'expired':
      case 'not-now':
      case 'busy':
      case 'unreachable':
        return deps.guessing.takeBack(attempt);
      default:
        return answer satisfies never;
    }
  }

  async function proceed(
    flow: Flow,
    login: string,
    answer: SignInAnswer,
    asked: Asked | null,
  ): Promise<void> {
    switch (answer.kind) {
      case 'signed-in':
        return finish(flow, answer.account);
      case 'must-change':
        return changing.ask(flow, answer.account, login);
      case 'not-now':
        return askLater(flow, login, asked);
      case 'unreachable':
        log.error({ cause: answer.cause }, 'the directory cannot be reached');
        return ask(flow, 503, login, flow.speech.say.unreachable);
      case 'refused':
      case 'locked':
      case 'expired':
      case 'busy':
        return ask(flow, refusalStatus[answer.kind], login, flow.speech.say[answer.kind]);
      default:
        return answer satisfies never;
    }
  }

  function askLater(flow: Flow, login: string, asked: Asked | null): void {
    const waitMs = asked?.permission.mayTry === false ? asked.permission.retryAfterMs : 0;
    log.warn({ ...asked?.attempt, waitMs }, 'too many wrong passwords');
    flow.res.setHeader('Retry-After', String(Math.ceil(waitMs / 1000)));
    ask(flow, 429, login, flow.speech.say.tooMany(inMinutes(flow.speech, waitMs)));
  }

  async function change(flow: Flow, fields: URLSearchParams): Promise<void> {
    const outcome = await changing.take(flow, fields);
    if (outcome.kind === 'changed') return finish(flow, outcome.account);
    if (outcome.kind === 'not-asked') ask(flow, 200, '', null);
  }

  async function finish({ req, res }: Flow, account: Account): Promise<void> {
    deps.accounts.remember(account);
    const ts = Math.floor(deps.clock() / 1000);
    await provider.interactionFinished(req, res, {
      login: { accountId: account.subject, ts, remember: false },
    });
  }

  return route;
}

const refusalStatus = { refused: 422, locked: 403, expired: 403, busy: 503 } as const;

function inMinutes({ lang }: Speech, ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  return new Intl.RelativeTimeFormat(lang).format(minutes, 'minute');
}
