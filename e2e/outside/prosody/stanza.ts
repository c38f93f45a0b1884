/** A stanza as a plain value, so that tests can look at it without a DOM. */
export type Stanza = {
  name: string;
  attrs: Readonly<Record<string, string>>;
  children: readonly Stanza[];
  text: string;
};

/** Of what a parsed element this needs: the DOM's and xmldom's are both one. */
type ElementLike = {
  nodeName: string;
  attributes: ArrayLike<{ name: string; value: string }>;
  childNodes: ArrayLike<unknown>;
  textContent: string | null;
};

export function toStanza(element: ElementLike): Stanza {
  return {
    name: element.nodeName,
    attrs: Object.fromEntries(
      Array.from(element.attributes, ({ name, value }) => [name, value] as const),
    ),
    children: Array.from(element.childNodes).filter(isElement).map(toStanza),
    text: element.textContent ?? '',
  };
}

export function isElement(node: unknown): node is ElementLike {
  return typeof node === 'object' && node !== null && 'nodeType' in node && node.nodeType === 1;
}

/** The first descendant along a path of names: `find(stanza, 'x', 'item')`. */
export function find(stanza: Stanza | undefined, ...path: readonly string[]): Stanza | undefined {
  return path.reduce<Stanza | undefined>(
    (at, name) => at?.children.find((child) => child.name === name),
    stanza,
  );
}

/** `type/condition: text` of an error stanza, as the tables of the facts name refusals. */
export function refusalOf(stanza: Stanza): string {
  const error = find(stanza, 'error');
  const condition = error?.children.find(({ name }) => name !== 'text')?.name ?? 'none';
  const text = find(error, 'text')?.text;
  return `${error?.attrs['type'] ?? 'none'}/${condition}${text ? `: ${text}` : ''}`;
}

/** mod_homeroom's code in the text of a refusal; the text itself where it has none. */
export const codeOf = (text: string): string => /homeroom:([a-z-]+)/.exec(text)?.[1] ?? text;

export function statusCodes(stanza: Stanza): string[] {
  return stanza.children
    .filter(({ name }) => name === 'x')
    .flatMap(({ children }) => children)
    .filter(({ name }) => name === 'status')
    .map(({ attrs }) => attrs['code'] ?? '');
}
