/**
 * Draws the practice meeting's page. Rows and buttons are kept and changed, not
 * drawn anew, so that whoever is on one with the keyboard stays there.
 */
import type { PersonInside, Wish } from '../../server/practice/wire.ts';
import type { Device, MediaState } from './media.ts';
import type { Texts } from './texts.ts';
import { isModerator, type Inside, type PageState } from './translate.ts';

export type View = { show(state: PageState): void; showMedia(now: MediaState): void };

type Parts = {
  root: HTMLElement;
  texts: Texts;
  wish: (wish: Wish) => void;
  toggle: (device: Device) => void;
};

const breakoutId = 'breakout-1';

export function createView({ root, texts, wish, toggle }: Parts): View {
  const status = element('p', { role: 'status' });
  const list = element('ul');
  const rows = new Map<string, Row>();
  let isInBreakout = false;

  const move = button('', () =>
    wish({ kind: 'move', breakoutId: isInBreakout ? null : breakoutId }),
  );
  const devices = {
    microphone: button(texts.microphone, () => toggle('microphone')),
    camera: button(texts.camera, () => toggle('camera')),
  };
  const bar = element('p', { class: 'bar' }, devices.microphone, devices.camera, move);
  const inside = element('section', {}, element('h2', {}, texts.people), list, bar);
  const header = element('header', {}, element('h1', {}, texts.title), texts.notJitsi);
  root.replaceChildren(header, status, inside);
  // The page around the frame has a main part too; this one is told apart by name.
  root.setAttribute('aria-label', texts.title);

  function showPeople(state: Inside, self: PersonInside): void {
    const present = new Set(state.people.map((person) => person.occupantId));
    for (const [occupantId, row] of rows) {
      if (present.has(occupantId)) continue;
      row.node.remove();
      rows.delete(occupantId);
    }
    for (const person of state.people) {
      const row = rows.get(person.occupantId) ?? createRow(person, texts, wish);
      if (!rows.has(person.occupantId)) list.append(row.node);
      rows.set(person.occupantId, row);
      row.show(person, self, state.allowsPromotion);
    }
  }

  function show(state: PageState): void {
    root.dataset['state'] = state.kind;
    const sentence = sentenceFor(state, texts);
    if (status.textContent !== sentence) status.textContent = sentence;
    inside.hidden = state.kind !== 'inside';
    if (state.kind !== 'inside') return;
    const self = state.people.find((person) => person.occupantId === state.you);
    if (!self) return;
    isInBreakout = self.breakoutId !== null;
    move.textContent = isInBreakout ? texts.toMain : texts.toBreakout;
    showPeople(state, self);
  }

  /**
   * There is no sound and no picture here: this shows what Jitsi would do with microphone and
   * camera.
   */
  function showMedia({ microphone, camera }: MediaState): void {
    devices.microphone.ariaPressed = String(microphone);
    devices.camera.ariaPressed = String(camera);
  }

  return { show, showMedia };
}

function sentenceFor(state: PageState, texts: Texts): string {
  switch (state.kind) {
    case 'connecting':
      return texts.connecting;
    case 'waiting':
      return texts.waiting;
    case 'cut':
      return texts.cut;
    case 'out':
      return texts.out;
    case 'inside':
      return '';
    default:
      return state satisfies never;
  }
}

type Row = {
  node: HTMLElement;
  show(person: PersonInside, self: PersonInside, allowsPromotion: boolean): void;
};

/**
 * Buttons are shown only where they would work; the server decides again
 * (`server/practice/policy.ts`).
 */
function createRow({ personId, name }: PersonInside, texts: Texts, wish: Parts['wish']): Row {
  const label = element('span', { dir: 'auto', class: 'name' });
  const right = element('span', { class: 'right' });
  let isPromoted = false;
  // One button both ways, so that it keeps the focus when it is pressed.
  const promote = button('', () => wish({ kind: isPromoted ? 'demote' : 'promote', personId }));
  const remove = button(texts.remove, () => wish({ kind: 'remove', personId }), name);
  const node = element('li', {}, label, right, promote, remove);

  function show(person: PersonInside, self: PersonInside, allowsPromotion: boolean): void {
    const isSelf = person.occupantId === self.occupantId;
    const isOrganizer = self.affiliation === 'owner';
    const isOther = !isSelf && person.affiliation === 'member';
    isPromoted = person.isPromoted;
    label.textContent = isSelf ? `${person.name} (${texts.you})` : person.name;
    right.textContent = rightOf(person, texts);
    say(promote, isPromoted ? texts.demote : texts.promote, name);
    promote.hidden = !(isOther && isOrganizer && (allowsPromotion || isPromoted));
    remove.hidden = !(isOther && isModerator(self) && (isOrganizer || !isPromoted));
  }

  return { node, show };
}

function rightOf(person: PersonInside, texts: Texts): string {
  const member = person.isPromoted ? texts.moderator : texts.member;
  const right = person.affiliation === 'owner' ? texts.organizer : member;
  return person.breakoutId === null ? right : `${right}, ${texts.inBreakout}`;
}

function button(text: string, press: () => void, about?: string): HTMLButtonElement {
  const node = document.createElement('button');
  node.type = 'button';
  say(node, text, about);
  node.addEventListener('click', press);
  return node;
}

/** `about` names the person a button is for, so that screen readers tell equal buttons apart. */
function say(node: HTMLButtonElement, text: string, about?: string): void {
  node.textContent = text;
  if (about) node.setAttribute('aria-label', `${text}: ${about}`);
}

function element(
  name: string,
  attributes: Record<string, string> = {},
  ...children: readonly (Node | string)[]
): HTMLElement {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
