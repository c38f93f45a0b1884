/** The one client of the embedded provider: Homeroom's own page. */
import { paths } from '../contract/paths.ts';

export const clientId = 'homeroom';
export const scope = 'openid profile groups';

export const signInPath = (uid: string): string => `${paths.oidc}/sign-in/${uid}`;
