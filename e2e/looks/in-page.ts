/** What is looked at in the page beside the layout: forced colours, motion. Runs in the page. */

/**
 * Where the system chooses the colours, grounds are gone: a button or a field has to be
 * told apart by a line. Links have a colour of their own there, boxes to tick a shape.
 * @returns the names of those that have none
 */
export function findLostControls(): string[] {
  return [...document.querySelectorAll('button, select, input:not([type=checkbox])')]
    .filter((element) => {
      const { borderStyle, borderWidth } = getComputedStyle(element);
      const hasLine = borderStyle !== 'none' && parseFloat(borderWidth) > 0;
      return element.checkVisibility() && !hasLine;
    })
    .map((element) => element.getAttribute('aria-label') ?? element.textContent);
}

/** @returns what moves, or would after a press, although less motion is wished for */
export function findMotion(): string[] {
  /** s; what is shorter cannot be seen. */
  const unseen = 0.01;
  return [...document.querySelectorAll('*')]
    .filter((element) => {
      const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
      const running = animationName === 'none' ? '0s' : animationDuration;
      return `${transitionDuration},${running}`
        .split(',')
        .some((time) => parseFloat(time) > unseen);
    })
    .map((element) => `${element.localName}.${element.getAttribute('class')}`);
}
