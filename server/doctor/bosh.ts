/** Signing in over BOSH (XEP-0124, XEP-0206): Jitsi's second way to Prosody. */
import { randomInt } from 'node:crypto';
import { createElement, type Element, parse } from 'ltx';
import { ask } from './http.ts';
import type { Place } from './place.ts';
import { conditionOf, type Entry } from './xmpp.ts';

const ns = {
  bosh: 'http://jabber.org/protocol/httpbind',
  xbosh: 'urn:xmpp:xbosh',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
} as const;

export type BoshOutcome =
  | { kind: 'in' }
  | { kind: 'refused'; why: string }
  | { kind: 'unreachable'; cause: string };

/** How many empty answers may come before the one that is waited for. */
const maxTurns = 4;

export async function tryBosh(place: Place, host: string, entry: Entry): Promise<BoshOutcome> {
  const query = new URLSearchParams({ ...entry });
  const path = `/http-bind?${query.toString()}`;
  let rid = randomInt(2 ** 31);

  async function say(attrs: Record<string, string>, ...children: Element[]): Promise<Element> {
    const body = createElement(
      'body',
      { xmlns: ns.bosh, rid: String(rid++), ...attrs },
      ...children,
    );
    const answer = await ask(place, path, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body: body.toString(),
    });
    if (answer.status !== 200) throw new Error(`/http-bind answers ${answer.status}`);
    return parse(answer.body);
  }

  try {
    const begun = await say({
      to: host,
      ver: '1.6',
      wait: '5',
      hold: '1',
      'xml:lang': 'en',
      'xmpp:version': '1.0',
      'xmlns:xmpp': ns.xbosh,
    });
    const { sid } = begun.attrs;
    if (begun.attrs['type'] === 'terminate' || typeof sid !== 'string') return refusedBy(begun);
    const outcome = await authenticated((...children) => say({ sid }, ...children));
    if (outcome.attrs['type'] !== 'terminate')
      await say({ sid, type: 'terminate' }).catch(() => {});
    return outcome.getChild('success') ? { kind: 'in' } : refusedBy(outcome);
  } catch (error) {
    return { kind: 'unreachable', cause: error instanceof Error ? error.message : String(error) };
  }
}

async function authenticated(say: (...children: Element[]) => Promise<Element>): Promise<Element> {
  let answer = await say(createElement('auth', { xmlns: ns.sasl, mechanism: 'ANONYMOUS' }));
  for (let turn = 0; turn < maxTurns && answer.getChildElements().length === 0; turn++) {
    if (answer.attrs['type'] === 'terminate') break;
    answer = await say();
  }
  return answer;
}

function refusedBy(body: Element): BoshOutcome {
  const failure = body.getChild('failure') ?? body.getChild('stream:error');
  if (failure) return { kind: 'refused', why: conditionOf(failure) };
  const why = String(body.attrs['condition'] ?? 'no sign-in is offered');
  return { kind: 'refused', why };
}
