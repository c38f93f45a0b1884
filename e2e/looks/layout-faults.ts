/**
 * What is wrong with where things stand on a page, in place of comparing pixels, and with
 * the words in empty fields, at which axe does not look. Runs in the page: `layout.ts`
 * brings it there.
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
    ...shown.flatMap(faintPlaceholder),
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

/** WCAG 2.2, 1.4.3: contrast (minimum). */
const leastContrast = 4.5;

function faintPlaceholder(element: Element): string[] {
  if (!element.getAttribute('placeholder')) return [];
  const { color, opacity } = getComputedStyle(element, '::placeholder');
  const ground = groundOf(element);
  const found = contrastOf(over(withOpacity(rgbaOf(color), Number(opacity)), ground), ground);
  const words = `“${element.getAttribute('placeholder')}”`;
  return found < leastContrast ? [`The words ${words} in a field are ${found.toFixed(1)} : 1`] : [];
}

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** Whatever way a colour is written in: as a canvas paints it. */
function rgbaOf(colour: string): Rgba {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

const withOpacity = ([red, green, blue, alpha]: Rgba, opacity: number): Rgba => [
  red,
  green,
  blue,
  alpha * opacity,
];

function over([red, green, blue, alpha]: Rgba, below: Rgba): Rgba {
  const mix = (front: number, back: number) => front * alpha + back * (1 - alpha);
  return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
}

function groundOf(element: Element | null): Rgba {
  if (!element) return [255, 255, 255, 1];
  const own = rgbaOf(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, groundOf(element.parentElement));
}

function contrastOf(one: Rgba, other: Rgba): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2: relative luminance. */
function luminance(colour: Rgba): number {
  const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function nameOf(element: Element): string {
  const words = element.getAttribute('aria-label') ?? element.textContent;
  return `<${element.localName}> “${words.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}”`;
}
