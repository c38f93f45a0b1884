/**
 * What is wrong with where things stand on a page, in place of comparing pixels. Runs
 * in the page: `layout.ts` brings it there.
 */

/** WCAG 2.2, 2.5.8: target size (minimum), px. */
const smallestTarget = 24;
/** px, allowed for rounding. */
const slack = 1;

const controlKinds = 'a[href], button, input, select, textarea, summary, iframe, video';

/** A control, or an element with words of its own, and the boxes that it fills. */
type Piece = { element: Element; boxes: DOMRect[]; layer: Element | null };

/** @returns a line for each fault, none for a sound page */
export function findLayoutFaults(): string[] {
  // While a dialog is open, nothing else can be used.
  const scene = document.querySelector('dialog:modal') ?? document.body;
  const shown = [...scene.querySelectorAll('*')].filter(isShown);
  const controls = shown
    .filter((element) => element.matches(controlKinds))
    .map((element) => pieceOf(element, [...element.getClientRects()]));
  const texts = shown
    .filter((element) => !element.matches('option, select, textarea, svg *'))
    .map((element) => pieceOf(element, linesOf(element)))
    .filter(({ boxes }) => boxes.length > 0);
  const pieces = [...controls, ...texts];
  return [
    ...pageBeyondWindow(),
    ...pieces.flatMap(beyondEdge),
    ...shown.flatMap(cutOff),
    ...overlaps(pieces),
    ...controls.flatMap(({ element }) => tooSmall(element)),
  ];
}

const pieceOf = (element: Element, boxes: DOMRect[]): Piece => ({
  element,
  boxes,
  layer: layerOf(element),
});

const isShown = (element: Element): boolean =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  !isTuckedAway(element);

/** For screen readers only: a box of one pixel around it. */
function isTuckedAway(element: Element | null): boolean {
  if (!element || element === document.body) return false;
  const { width, height } = element.getBoundingClientRect();
  const isTiny = getComputedStyle(element).overflow !== 'visible' && Math.min(width, height) <= 1;
  return isTiny || isTuckedAway(element.parentElement);
}

/** What lies over the page on purpose has a ground of its own: an open menu or panel. */
function layerOf(element: Element | null): Element | null {
  if (!element || element === document.body) return null;
  const { position, backgroundColor } = getComputedStyle(element);
  const isLayer = /absolute|fixed/.test(position) && !backgroundColor.endsWith(', 0)');
  return isLayer ? element : layerOf(element.parentElement);
}

/** The lines of an element's own words, without those of its children. */
const linesOf = (element: Element): DOMRect[] =>
  [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    .flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    });

const windowWidth = () => document.documentElement.clientWidth;

function pageBeyondWindow(): string[] {
  const { scrollWidth } = document.documentElement;
  const isWider = scrollWidth > windowWidth() + slack;
  return isWider ? [`The page is ${scrollWidth} px wide in a window of ${windowWidth()}`] : [];
}

function beyondEdge({ element, boxes }: Piece): string[] {
  const isBeyond = boxes.some(({ left, right }) => left < -slack || right > windowWidth() + slack);
  return isBeyond ? [`${nameOf(element)} stands beyond the edge`] : [];
}

/** More in a box than it shows, and no way to scroll there. Fields scroll by themselves. */
function cutOff(element: Element): string[] {
  if (element.clientWidth === 0 || element.matches('input, select, iframe, svg, svg *')) return [];
  const { overflowX, overflowY } = getComputedStyle(element);
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  // Nothing has to be scrolled sideways.
  const isCutAcross = overflowX !== 'visible' && scrollWidth > clientWidth + slack;
  const isCutDown = /hidden|clip/.test(overflowY) && scrollHeight > clientHeight + slack;
  return isCutAcross || isCutDown ? [`${nameOf(element)} is cut off`] : [];
}

function overlaps(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((one, at) =>
    pieces
      .slice(at + 1)
      .filter((other) => one.layer === other.layer && !areNested(one.element, other.element))
      .filter((other) => one.boxes.some((box) => other.boxes.some((next) => meet(box, next))))
      .map((other) => `${nameOf(one.element)} and ${nameOf(other.element)} overlap`),
  );
}

const areNested = (one: Element, other: Element) => one.contains(other) || other.contains(one);

const meet = (one: DOMRect, other: DOMRect): boolean =>
  one.right > other.left + slack &&
  other.right > one.left + slack &&
  one.bottom > other.top + slack &&
  other.bottom > one.top + slack;

/** A box to tick is as big as its label. A link in a sentence is excepted by WCAG. */
function tooSmall(element: Element): string[] {
  if (element.localName === 'a' && getComputedStyle(element).display === 'inline') return [];
  const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
  const isSmall = Math.min(width, height) < smallestTarget - slack;
  const size = `${Math.round(width)} by ${Math.round(height)}`;
  return isSmall ? [`${nameOf(element)} is a target of ${size}`] : [];
}

function nameOf(element: Element): string {
  const words = element.getAttribute('aria-label') ?? element.textContent;
  return `<${element.localName}> “${words.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}”`;
}
