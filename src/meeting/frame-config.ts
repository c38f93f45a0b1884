/**
 * What Homeroom sets on Jitsi's client, key by key of its config.js. Whoever
 * opens the meeting by hand can set the same keys otherwise: this shapes the
 * interface and protects nothing. The rules are held by Prosody.
 */
import type { Affiliation } from '../../server/contract/person.ts';

/** How the person comes in, as chosen before. */
export type Devices = { microphone: boolean; camera: boolean };

export function frameConfig(affiliation: Affiliation, devices: Devices): Record<string, unknown> {
  const isMember = affiliation === 'member';
  return {
    // Homeroom's own page came before; Jitsi's would let an expired pass go unnoticed.
    prejoinConfig: { enabled: false },
    // Phones get the meeting, not an advertisement for the app.
    disableDeepLinking: true,
    deeplinking: { disabled: true },
    startWithAudioMuted: !devices.microphone,
    startWithVideoMuted: !devices.camera,
    // Nobody is invited by a link, and everybody is called as the school says.
    disableInviteFunctions: true,
    readOnlyName: true,
    disableProfile: true,
    requireDisplayName: false,
    disableSelfDemote: true,
    // The lesson's end and next steps are Homeroom's pages.
    notifyOnConferenceDestruction: false,
    doNotStoreRoom: true,
    disableThirdPartyRequests: true,
    // Homeroom rebuilds the frame itself; a question would stand in the way.
    disableBeforeUnloadHandlers: true,
    // Jitsi shows the rest to moderators only; these it would show to a promoted
    // member too, whom Prosody refuses them.
    remoteVideoMenu: { disableGrantModerator: isMember },
    participantsPane: { hideModeratorSettingsTab: isMember },
    securityUi: { hideLobbyButton: true, disableLobbyPassword: true },
    breakoutRooms: { hideAddRoomButton: isMember },
  };
}
