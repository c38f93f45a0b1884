/*
 * At the front door while its scripts are still on their way: a press is not lost. The
 * button looks busy, and src/session/signed-out/use-early-use.ts carries it out.
 */
addEventListener('click', ({ target }) => {
  target.closest?.('button')?.setAttribute('aria-disabled', 'true');
});
