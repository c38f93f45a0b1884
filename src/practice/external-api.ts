/**
 * `/homeroom/practice/external_api.js`: stands where Jitsi's external_api.js
 * does and puts the same name on the window. Built as a classic script of its
 * own, since that is how Jitsi's is loaded.
 */
import { createExternalApi } from './frame-api.ts';

/** On the host's own origin: `domain` may be a name that this browser does not use. */
const pageAddress = (_domain: string, roomName: string) =>
  `/homeroom/practice/meeting/${encodeURIComponent(roomName)}`;

Object.assign(window, { JitsiMeetExternalAPI: createExternalApi(pageAddress) });
