/** What administrators should know of the settings: loaded only where there is something. */
import { lazyPage } from '../locales/catalogs.ts';

export const WarningNotices = lazyPage('pages', () => import('./problems/warnings.tsx'));
