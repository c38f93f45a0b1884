/**
 * The state of a meeting frame, worked out from the events it sends. Every way in which Jitsi's
 * client ends or refuses was observed with the real one; after many of them it sends no further
 * event, so that the frame is dead. Pure.
 */
import type { FrameEvent } from './frame-event.ts';

export type FrameRefusal = 'closed' | 'full' | 'locked' | 'lobby-denied' | 'not-allowed';

/** After any of these the frame is taken away. */
export type FrameEnding =
  /** Hung up inside the frame. */
  | { kind: 'left' }
  | { kind: 'ended' }
  /** Put out by somebody or something else; only the server knows by which. */
  | { kind: 'cast-out' }
  | { kind: 'removed' }
  /** The pass was not accepted: run out, or void. A fresh one may be. */
  | { kind: 'pass-refused' }
  | { kind: 'refused'; code: FrameRefusal }
  /** Connection or meeting server lost for good. */
  | { kind: 'lost' }
  /** The frame could not be loaded. */
  | { kind: 'no-frame' };

export type FrameState =
  | { kind: 'opening' }
  | { kind: 'connecting' }
  /** No organizer is in; Jitsi's client asks again and gets in by itself. */
  | { kind: 'waiting' }
  /** Jitsi's own lobby, where the person may have something to do. */
  | { kind: 'in-lobby' }
  | { kind: 'inside'; ownId: string; isModerator: boolean; inBreakout: boolean }
  /** Left one room of the meeting and, if it is a move, about to join another. */
  | { kind: 'moving' }
  | FrameEnding;

export function hasEnded(state: FrameState): state is FrameEnding {
  switch (state.kind) {
    case 'opening':
    case 'connecting':
    case 'waiting':
    case 'in-lobby':
    case 'inside':
    case 'moving':
      return false;
    default:
      return true;
  }
}

export function nextFrameState(state: FrameState, event: FrameEvent): FrameState {
  if (hasEnded(state)) return state;
  switch (event.kind) {
    case 'ready':
      return state.kind === 'opening' ? { kind: 'connecting' } : state;
    case 'joined':
      return joined(event);
    case 'left':
      return state.kind === 'inside' ? { kind: 'moving' } : state;
    case 'role':
      return withRole(state, event);
    case 'kicked':
      return { kind: 'cast-out' };
    case 'error':
      return afterError(state, event);
    case 'suspended':
      return { kind: 'lost' };
    case 'closing':
      return { kind: 'left' };
    case 'pass-expired':
      return { kind: 'pass-refused' };
    case 'microphone':
    case 'camera':
      return state;
    case 'silent':
      return state.kind === 'opening' ? { kind: 'no-frame' } : state;
    case 'not-back':
      return state.kind === 'moving' ? { kind: 'lost' } : state;
    default:
      return event satisfies never;
  }
}

function joined({ ownId, inBreakout }: Extract<FrameEvent, { kind: 'joined' }>): FrameState {
  return { kind: 'inside', ownId, isModerator: false, inBreakout };
}

function withRole(state: FrameState, event: Extract<FrameEvent, { kind: 'role' }>): FrameState {
  if (state.kind !== 'inside' || event.id !== state.ownId) return state;
  return { ...state, isModerator: event.isModerator };
}

/** What Jitsi's own codes mean. Those that are not here end nothing unless they are fatal. */
const byName: Record<string, FrameEnding> = {
  'connection.passwordRequired': { kind: 'pass-refused' },
  'connection.droppedError': { kind: 'lost' },
  'connection.serverError': { kind: 'lost' },
  'connection.otherError': { kind: 'lost' },
  'connection.shardChangedError': { kind: 'lost' },
  // Refused at a point where no reason can be given; the answer to the next request for a pass
  // shows it.
  'connection.conferenceRequestFailed': { kind: 'lost' },
  'conference.connectionError': { kind: 'lost' },
  'conference.reservationError': { kind: 'lost' },
  'conference.focusLeft': { kind: 'lost' },
  'conference.focusDisconnected': { kind: 'lost' },
  'conference.iceFailed': { kind: 'lost' },
  'conference.videobridgeNotAvailable': { kind: 'lost' },
  'conference.max_users': { kind: 'refused', code: 'full' },
  'conference.passwordRequired': { kind: 'refused', code: 'locked' },
  'conference.connectionError.accessDenied': { kind: 'refused', code: 'lobby-denied' },
};

function afterError(state: FrameState, error: Extract<FrameEvent, { kind: 'error' }>): FrameState {
  switch (error.name) {
    case 'conference.authenticationRequired':
      return { kind: 'waiting' };
    case 'conference.connectionError.membersOnly':
      return { kind: 'in-lobby' };
    case 'conference.destroyed':
      return destroyed(state, error.text);
    case 'conference.connectionError.notAllowed':
      return notAllowed(error.text);
    default:
      return byName[error.name] ?? (error.isFatal ? { kind: 'lost' } : state);
  }
}

/** To one person alone mod_homeroom says "destroyed", since a kick would carry no reason. */
function destroyed(state: FrameState, text: string): FrameState {
  switch (codeIn(text)) {
    case 'replaced':
      return { kind: 'cast-out' };
    case 'removed':
      return { kind: 'removed' };
    case 'revoked':
      return { kind: 'pass-refused' };
  }
  // A breakout room that is closed; its people are moved back to the main room.
  return state.kind === 'inside' && state.inBreakout ? { kind: 'moving' } : { kind: 'ended' };
}

const codeIn = (text: string): string => /homeroom:([a-z-]+)/.exec(text)?.[1] ?? '';

/** mod_homeroom's reasons (deploy/prosody/homeroom/refusal.lib.lua), and Prosody's own. */
function notAllowed(text: string): FrameEnding {
  switch (codeIn(text)) {
    case 'lesson-over':
      return { kind: 'ended' };
    case 'removed':
      return { kind: 'removed' };
    case 'closed':
      return { kind: 'refused', code: 'closed' };
    case 'revoked':
    case 'no-pass':
    case 'key-withdrawn':
      return { kind: 'pass-refused' };
    // No organizer was in at that moment, or the person came too often: worth another try.
    case 'waiting':
    case 'too-often':
      return { kind: 'lost' };
  }
  // The room vanished with a restart of the meeting server; it comes back.
  const isGone = text.includes('room-creation-restriction');
  return isGone ? { kind: 'lost' } : { kind: 'refused', code: 'not-allowed' };
}
