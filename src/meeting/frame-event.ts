/** What Jitsi's external API tells its host, read into what Homeroom cares about. Pure. */
export type FrameEvent =
  | { kind: 'ready' }
  | { kind: 'joined'; ownId: string; inBreakout: boolean }
  | { kind: 'left' }
  | { kind: 'role'; id: string; isModerator: boolean }
  | { kind: 'kicked' }
  | { kind: 'error'; name: string; text: string; isFatal: boolean }
  | { kind: 'suspended' }
  | { kind: 'closing' }
  | { kind: 'microphone'; isOn: boolean }
  | { kind: 'camera'; isOn: boolean }
  /** The connection was cut after the pass ran out; the client asks for a login that leads nowhere. */
  | { kind: 'pass-expired' }
  /** Not an event of Jitsi's: the frame has sent nothing for too long. */
  | { kind: 'silent' }
  /**
   * Not an event of Jitsi's: the frame has left a room and joined no other, as it would when
   * moving.
   */
  | { kind: 'not-back' };

type Reader = (about: Record<string, unknown>) => FrameEvent | undefined;

/** Each event that is listened to, by the external API's name. */
export const readers: Record<string, Reader> = {
  ready: () => ({ kind: 'ready' }),
  // Older clients do not send `ready`; the first of these is a sign of life too.
  browserSupport: () => ({ kind: 'ready' }),
  prejoinScreenLoaded: () => ({ kind: 'ready' }),
  videoConferenceJoined: ({ id, breakoutRoom }) => ({
    kind: 'joined',
    ownId: String(id),
    inBreakout: breakoutRoom === true,
  }),
  videoConferenceLeft: () => ({ kind: 'left' }),
  participantRoleChanged: ({ id, role }) => ({
    kind: 'role',
    id: String(id),
    isModerator: role === 'moderator',
  }),
  participantKickedOut: ({ kicked }) =>
    isRecord(kicked) && kicked['local'] === true ? { kind: 'kicked' } : undefined,
  errorOccurred: ({ error }) => (isRecord(error) ? readError(error) : undefined),
  suspendDetected: () => ({ kind: 'suspended' }),
  readyToClose: () => ({ kind: 'closing' }),
  audioMuteStatusChanged: ({ muted }) => ({ kind: 'microphone', isOn: muted === false }),
  videoMuteStatusChanged: ({ muted }) => ({ kind: 'camera', isOn: muted === false }),
  // Told by its key whether it is shown or not (`disabledNotifications`).
  notificationTriggered: ({ title, description }) =>
    title === loginNotification || description === loginOnResume
      ? { kind: 'pass-expired' }
      : undefined,
};

/** Keys of Jitsi's language files: react/features/base/jwt/middleware.web.ts. */
export const loginNotification = 'dialog.login';
export const loginOnResume = 'dialog.loginOnResume';

/** `params` of a refusal at the door: `['general', text]`; of an end: `[reason, null]`. */
function readError({ name, params, message, isFatal }: Record<string, unknown>): FrameEvent {
  const words = [...(Array.isArray(params) ? params : []), message];
  const text = words.filter((word) => typeof word === 'string').join(' ');
  return { kind: 'error', name: String(name), text, isFatal: isFatal === true };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
