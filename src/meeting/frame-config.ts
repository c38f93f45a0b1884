/**
 * What Homeroom sets on Jitsi's client, key by key of its config.js, as far as
 * its `configWhitelist.ts` lets a host do so; docs/jitsi.md has the rest. Whoever
 * opens the meeting by hand can set the same keys otherwise: this shapes the
 * interface and protects nothing. The rules are held by Prosody.
 */
import type { Affiliation } from '../../server/contract/person.ts';
import type { Devices } from './frame-devices.ts';
import { loginNotification, loginOnResume } from './frame-event.ts';

/**
 * By Jitsi's names. Not here: `invite` and `embedmeeting`, since nobody comes in
 * by a link; `recording`, `livestreaming` and `highlight`, since passes carry no
 * right to record; what leads to other services; `profile`, the school's matter; and
 * `hangup`: one leaves by Homeroom's own button, which is there before the meeting is and
 * when it is frozen.
 * A name that a client does not know is ignored there.
 */
const buttons = [
  'microphone',
  'camera',
  'desktop',
  'chat',
  'raisehand',
  'participants-pane',
  'tileview',
  'toggle-camera',
  'videoquality',
  'fullscreen',
  'closedcaptions',
  'polls',
  'filesharing',
  'mute-everyone',
  'mute-video-everyone',
  'noisesuppression',
  'whiteboard',
  'select-background',
  'settings',
  'shortcuts',
] as const;

/**
 * A member's *Security options* are an empty window; how long each of the others has spoken
 * (`stats`), and a film or a sound for all, are the teacher's.
 */
const organizerButtons = ['security', 'sharedvideo', 'shareaudio', 'stats'] as const;

export function frameConfig(
  affiliation: Affiliation,
  devices: Devices,
  roomName: string,
): Record<string, unknown> {
  const isMember = affiliation === 'member';
  return {
    // Homeroom's own page came before; Jitsi's would let an expired pass go unnoticed.
    prejoinConfig: { enabled: false },
    // Phones get the meeting, not an advertisement for the app.
    disableDeepLinking: true,
    deeplinking: { disabled: true },
    // Both always: left out, they would be as the client has them in its own storage.
    startWithAudioMuted: !devices.microphone,
    startWithVideoMuted: !devices.camera,
    // Otherwise the client shows a name that it makes from the address.
    localSubject: roomName,
    toolbarButtons: isMember ? buttons : [...buttons, ...organizerButtons],
    // Off here as well, since the keyboard and menus lead there too.
    localRecording: { disable: true },
    speakerStats: { disabled: isMember },
    // Two who talk to each other directly would read each other's network address there.
    disableShowMoreStats: isMember,
    // Nobody's face is read, no picture of one's own is put behind it.
    faceLandmarks: { enableFaceExpressionsDetection: false, enableDisplayFaceExpressions: false },
    disableAddingBackgroundImages: isMember,
    // Other services, and an address for them.
    giphy: { enabled: false },
    enableCalendarIntegration: false,
    hideEmailInSettings: true,
    // Nobody can be invited by a link, and names are those that the school gives.
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
    // Its button would lead the frame to a page that may not be framed. Homeroom hears
    // of it all the same, and brings a fresh pass.
    disabledNotifications: [loginNotification, loginOnResume],
    // Where a room has Jitsi's lobby, everybody knocks by themselves.
    lobby: { autoKnock: true, enableChat: false },
    // Jitsi shows the rest to moderators only; these it would show to a promoted
    // member too, whom Prosody refuses them.
    remoteVideoMenu: { disableGrantModerator: isMember },
    participantsPane: { hideModeratorSettingsTab: isMember },
    securityUi: { hideLobbyButton: true, disableLobbyPassword: true },
    breakoutRooms: { hideAddRoomButton: isMember },
  };
}
