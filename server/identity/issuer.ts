import { paths } from '../contract/paths.ts';

/** Who signs the embedded provider's ID tokens; people are found again by it and their subject. */
export const issuerOf = (publicUrl: URL): string => publicUrl.origin + paths.oidc;
