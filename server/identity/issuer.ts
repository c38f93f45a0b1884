import { paths } from '../contract/paths.ts';

/**
 * The issuer in the embedded provider's ID tokens. People are found again by it and their subject,
 * so it must not change.
 */
export const issuerOf = (publicUrl: URL): string => publicUrl.origin + paths.oidc;
