/** Where things stand on a page, in any engine. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { transformWithOxc } from 'vite';

const file = fileURLToPath(new URL('layout-faults.ts', import.meta.url));
const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file);

/** A script whose value is the list of faults. */
export const layoutScript = `(() => { ${code.replaceAll('export function', 'function')}
  return findLayoutFaults(); })()`;

/** Nothing is cut off, covered or beyond the edge, and every target is large enough. */
export async function expectSoundLayout(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const faults: unknown = await page.evaluate(layoutScript);
  expect(faults, `layout of ${page.url()} at ${width} × ${height}`).toEqual([]);
}
