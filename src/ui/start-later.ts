/** Milliseconds after which code that did not arrive is asked for again. */
const again = 5_000;

/**
 * For an effect whose code may come after the page: loads it, starts it, and
 * answers with the effect's clean-up, which is safe to call at any time.
 */
export function startLater<Module>(
  load: () => Promise<Module>,
  start: (module: Module) => () => void,
): () => void {
  let stop: (() => void) | undefined;
  let isGone = false;
  async function run() {
    try {
      const module = await load();
      if (!isGone) stop = start(module);
    } catch {
      // No network just now. What is needed for the page to stay true is not given up.
      if (!isGone) setTimeout(() => void run(), again);
    }
  }
  void run();
  return () => {
    isGone = true;
    stop?.();
  };
}
