/**
 * `/external_api.js` of the stand-in for Jitsi's web: the frame is at `/ROOM` of the
 * domain, as Jitsi's is, but on this page's own scheme.
 */
import { createExternalApi } from '../../../src/practice/frame-api.ts';

const pageAddress = (domain: string, room: string): string =>
  `${location.protocol}//${domain}/${encodeURIComponent(room)}`;

Object.assign(window, { JitsiMeetExternalAPI: createExternalApi(pageAddress) });
