/** What the browser is allowed, on every answer of Homeroom's own. */
import type { MiddlewareHandler } from 'hono';

export type FramePlace = {
  /** Where the meeting frame and its script come from; Homeroom's own origin in practice. */
  meetingOrigin: string;
  publicUrl: URL;
  /** Where the browser exchanges its code: a foreign provider's origin, or none. */
  providerOrigin: string | null;
  /** Of the styles that may stand in the page itself. */
  styleHashes: readonly string[];
};

export function securityHeaders({
  meetingOrigin,
  publicUrl,
  providerOrigin,
  styleHashes,
}: FramePlace): MiddlewareHandler {
  const isOwn = meetingOrigin === publicUrl.origin;
  const meeting = isOwn ? `'self'` : meetingOrigin;
  const policy = [
    `default-src 'none'`,
    `script-src 'self'${isOwn ? '' : ` ${meeting}`}`,
    `style-src ${[`'self'`, ...styleHashes].join(' ')}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `media-src 'self' blob:`,
    `manifest-src 'self'`,
    `connect-src 'self'${providerOrigin === null ? '' : ` ${providerOrigin}`}`,
    `frame-src ${meeting}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
  ].join('; ');
  const delegated = isOwn ? 'self' : `self "${meetingOrigin}"`;
  const permissions = [
    ...[
      'camera',
      'microphone',
      'display-capture',
      'autoplay',
      'fullscreen',
      'screen-wake-lock',
      'clipboard-write',
      'speaker-selection',
    ].map((feature) => `${feature}=(${delegated})`),
    ...['geolocation', 'payment', 'usb', 'serial', 'hid', 'midi', 'publickey-credentials-get'].map(
      (feature) => `${feature}=()`,
    ),
  ].join(', ');
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    // The practice meeting's frame brings a policy of its own.
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy);
    headers.set('permissions-policy', permissions);
    headers.set('referrer-policy', 'no-referrer');
    headers.set('x-content-type-options', 'nosniff');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    // As long as Jitsi's own site says it, so that both say the same on a shared host.
    if (publicUrl.protocol === 'https:')
      headers.set('strict-transport-security', 'max-age=63072000');
  };
}
