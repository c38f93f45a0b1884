/**
 * The password page of a flow: shows it, takes what was posted, and hands the
 * flow back to the provider when the password was right.
 *
 * GET, POST /homeroom/oidc/sign-in/:uid
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type default as Provider, errors } from 'oidc-provider';
import { type ClientAddress, rateLimitKey } from '../http/client-address.ts';
import type { AccountCache } from './account-cache.ts';
import { isFromHere, sendHome, sendPage, sendShort } from './answer.ts';
import type { DeviceCookies } from './device-cookie.ts';
import type { Account, Directory, SignInAnswer } from './directory.ts';
import type { Flow } from './flow.ts';
import type { FlowStore } from './flow-store.ts';
import { readForm } from './form-body.ts';
import type { Attempt } from './attempt.ts';
import type { LoginThrottle, Permission } from './login-throttle.ts';
import type { LeadsHome } from './leads-home.ts';
import type { KnownLogins } from './known-logins.ts';
import type { Log } from '../http/log.ts';
import { type Speech, chooseLanguage } from './pages/language.ts';
import type { School } from './pages/layout.ts';
import { signInPage } from './pages/sign-in.ts';
import { stopPage } from './pages/stop.ts';
import { createPasswordChange } from './password-change.ts';
import type { Purpose } from './purpose.ts';
import type { SamplePerson } from './sample-people.ts';

export type SignInDeps = {
  provider: Provider;
  directory: Directory;
  accountCache: AccountCache;
  flows: FlowStore;
  throttle: LoginThrottle;
  devices: DeviceCookies;
  school: School;
  samples: readonly SamplePerson[];
  leadsHome: LeadsHome;
  findPurpose: (nonce: unknown) => Promise<Purpose | null>;
  knownLogins: KnownLogins;
  origin: string;
  clientAddressOf: ClientAddress;
  clock: () => number;
  log: Log;
};

/** What was asked of the limits on guessing, and what they said. */
type Asked = { attempt: Attempt; permission: Permission; exists: boolean };

export function createSignInRoute(deps: SignInDeps) {
  const { provider, directory, school, log } = deps;
  const changing = createPasswordChange(deps);

  async function route(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const flow = await findFlow(req, res);
    if (!flow) return (await deps.leadsHome(req)) ? sendHome(res) : lost(req, res);
    if (req.method === 'GET' || req.method === 'HEAD') return ask(flow, 200, loginFor(flow), null);
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
      const purpose = await deps.findPurpose(params['nonce']);
      return { req, res, uid, speech, purpose };
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return null;
      throw error;
    }
  }

  function lost(req: IncomingMessage, res: ServerResponse): void {
    const speech = chooseLanguage(req.headers['accept-language']);
    sendPage(res, 400, stopPage(speech, school, 'lost'));
  }

  function ask(flow: Flow, status: number, login: string, refusal: string | null): void {
    const { res, speech, purpose } = flow;
    const { samples } = deps;
    sendPage(res, status, signInPage({ speech, school, purpose, login, refusal, samples }));
  }

  /** Whoever is asked once more finds the name filled in. */
  const loginFor = ({ purpose }: Flow): string =>
    (purpose && deps.knownLogins.of(purpose.subject)) ?? '';

  async function tryPassword(flow: Flow, fields: URLSearchParams): Promise<void> {
    const login = fields.get('login') ?? '';
    const network = rateLimitKey(deps.clientAddressOf(flow.req));
    let asked: Asked | null = null;
    const mayTry = (account: string, exists = false) => {
      const browser = deps.devices.browserOf(flow.req, account);
      const attempt = { account, network, browser };
      asked = { attempt, permission: deps.throttle.begin(attempt), exists };
      return asked.permission.mayTry;
    };
    const queueKey = deps.devices.deviceOf(flow.req) ?? network;
    const password = fields.get('password') ?? '';
    const answer = await directory.checkPassword(login, password, mayTry, queueKey);
    settle(flow, answer, asked);
    return proceed(flow, login, answer, asked);
  }

  /** What an attempt leaves behind: a count, or a browser that is known from now on. */
  function settle({ req, res }: Flow, answer: SignInAnswer, asked: Asked | null): void {
    if (!asked?.permission.mayTry) return;
    const { attempt } = asked;
    switch (answer.kind) {
      case 'refused':
        return deps.throttle.failed(attempt);
      case 'signed-in':
        remember(req, res, attempt.account);
        return deps.throttle.succeeded(attempt);
      case 'must-change':
      case 'disabled':
      case 'over':
      case 'wrong-time':
      case 'wrong-computer':
      case 'expired':
      case 'change-elsewhere':
      case 'ambiguous':
      case 'not-now':
      case 'busy':
      case 'unreachable':
        return deps.throttle.cancel(attempt);
      default:
        return answer satisfies never;
    }
  }

  function remember(req: IncomingMessage, res: ServerResponse, account: string): void {
    const cookie = deps.devices.remember(req, account);
    if (cookie !== null) res.appendHeader('Set-Cookie', cookie);
  }

  async function proceed(
    flow: Flow,
    login: string,
    answer: SignInAnswer,
    asked: Asked | null,
  ): Promise<void> {
    switch (answer.kind) {
      case 'signed-in':
        deps.knownLogins.remember(answer.account.subject, login);
        return finish(flow, answer.account);
      case 'must-change':
        return changing.ask(flow, answer.account, login);
      case 'not-now':
        return askLater(flow, login, asked);
      case 'unreachable':
        log.error({ cause: answer.cause }, 'the directory cannot be reached');
        return ask(flow, 503, login, flow.speech.say.unreachable);
      case 'ambiguous':
        log.warn({ cause: answer.cause }, 'a login fits several accounts');
        return ask(flow, 409, login, flow.speech.say.ambiguous);
      case 'refused':
      case 'disabled':
      case 'over':
      case 'wrong-time':
      case 'wrong-computer':
      case 'expired':
      case 'change-elsewhere':
      case 'busy':
        return ask(flow, refusalStatus[answer.kind], login, flow.speech.say[answer.kind]);
      default:
        return answer satisfies never;
    }
  }

  function askLater(flow: Flow, login: string, asked: Asked | null): void {
    const waitMs = asked?.permission.mayTry === false ? asked.permission.retryAfterMs : 0;
    log.warn({ ...loggable(asked), waitMs }, 'too many wrong passwords');
    flow.res.setHeader('Retry-After', String(Math.ceil(waitMs / 1000)));
    const { say } = flow.speech;
    ask(flow, 429, login, `${say.tooMany(inWords(flow.speech, waitMs))} ${say.knownDevice}`);
  }

  async function change(flow: Flow, fields: URLSearchParams): Promise<void> {
    const outcome = await changing.take(flow, fields);
    if (outcome.kind === 'changed') return finish(flow, outcome.account);
    if (outcome.kind === 'not-asked') ask(flow, 200, '', null);
  }

  async function finish({ req, res }: Flow, account: Account): Promise<void> {
    deps.accountCache.remember(account);
    const ts = Math.floor(deps.clock() / 1000);
    await provider.interactionFinished(req, res, {
      login: { accountId: account.subject, ts, remember: false },
    });
  }

  return route;
}

const refusalStatus = {
  refused: 422,
  disabled: 403,
  over: 403,
  'wrong-time': 403,
  'wrong-computer': 403,
  expired: 403,
  'change-elsewhere': 403,
  busy: 503,
} as const;

/** What is tried as a login may be anything, a password too: only an account's own id is written. */
function loggable(asked: Asked | null): object {
  if (!asked) return {};
  const { attempt, exists } = asked;
  const { account, network, browser } = attempt;
  return { account: exists ? account : 'unknown', network, browser: browser.kind };
}

function inWords({ lang }: Speech, ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const format = new Intl.RelativeTimeFormat(lang);
  return seconds <= 60
    ? format.format(seconds, 'second')
    : format.format(Math.ceil(seconds / 60), 'minute');
}
