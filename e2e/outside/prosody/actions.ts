/** What one client may try to do to others, as stanzas. */
import { $iq, $msg, $pres, type Builder } from 'strophe.js';
import { ns } from './client.ts';
import { domain, hosts } from './config.ts';

const bare = (jid: string): string => jid.split('/')[0] ?? '';
const resource = (nick: string): string => nick.split('/')[1] ?? '';

export function setAffiliation(roomJid: string, jid: string, affiliation: string): Builder {
  return $iq({ to: roomJid, type: 'set' })
    .c('query', { xmlns: ns.mucAdmin })
    .c('item', { affiliation, jid: bare(jid) });
}

export function setRole(roomJid: string, nick: string, role: string): Builder {
  return $iq({ to: roomJid, type: 'set' })
    .c('query', { xmlns: ns.mucAdmin })
    .c('item', { role, nick: resource(nick) });
}

export const kick = (roomJid: string, nick: string): Builder => setRole(roomJid, nick, 'none');

export function configure(roomJid: string, field: string, value: string): Builder {
  return $iq({ to: roomJid, type: 'set' })
    .c('query', { xmlns: ns.mucOwner })
    .c('x', { xmlns: ns.form, type: 'submit' })
    .c('field', { var: 'FORM_TYPE' })
    .c('value')
    .t('http://jabber.org/protocol/muc#roomconfig')
    .up()
    .up()
    .c('field', { var: field })
    .c('value')
    .t(value);
}

export function askForForm(roomJid: string): Builder {
  return $iq({ to: roomJid, type: 'get' }).c('query', { xmlns: ns.mucOwner });
}

export function destroy(roomJid: string): Builder {
  return $iq({ to: roomJid, type: 'set' }).c('query', { xmlns: ns.mucOwner }).c('destroy');
}

export function endForAll(): Builder {
  return $msg({ to: hosts.endConference }).c('end_conference');
}

export function muteRequest(to: string, nick: string): Builder {
  return $iq({ to, type: 'set' }).c('mute', { xmlns: 'http://jitsi.org/jitmeet/audio', jid: nick });
}

export function blockAudio(nick: string): Builder {
  return $msg({ to: `avmoderation.${domain}` }).c('av_moderation', {
    mediaType: 'audio',
    jidToBlacklist: nick,
  });
}

export function setMetadata(): Builder {
  return $msg({ to: `metadata.${domain}` })
    .c('room_metadata')
    .t('{}');
}

export function addBreakout(subject: string): Builder {
  return $msg({ to: hosts.breakout }).c('breakout_rooms', {
    type: 'features/breakout-rooms/add',
    subject,
  });
}

export function invite(roomJid: string, jid: string): Builder {
  return $msg({ to: roomJid })
    .c('x', { xmlns: 'http://jabber.org/protocol/muc#user' })
    .c('invite', { to: jid });
}

export function register(roomJid: string): Builder {
  return $iq({ to: roomJid, type: 'set' }).c('query', { xmlns: 'jabber:iq:register' });
}

export const jitmeet = 'http://jitsi.org/jitmeet';

/** As Jitsi's client writes a room's metadata, in its own namespace. */
export function writeMetadata(roomJid: string, key: string, data: object): Builder {
  return $msg({ to: hosts.metadata })
    .c('room_metadata', { xmlns: jitmeet, room: roomJid })
    .t(JSON.stringify({ key, data, type: 'room_metadata' }));
}

export function setSubject(roomJid: string, subject: string): Builder {
  return $msg({ to: roomJid, type: 'groupchat' }).c('subject').t(subject);
}

/** Closes all microphones until a moderator opens one. */
export function moderateAll(enable: 'true' | 'false'): Builder {
  return $msg({ to: hosts.avModeration }).c('av_moderation', { mediaType: 'audio', enable });
}

export function letSpeak(nick: string): Builder {
  return $msg({ to: hosts.avModeration }).c('av_moderation', {
    mediaType: 'audio',
    jidToWhitelist: nick,
  });
}

export function shareVideo(nick: string, state: 'start' | 'stop', video: string): Builder {
  return $pres({ to: nick }).c('shared-video', { state }).t(video);
}

export function startMuted(nick: string): Builder {
  return $pres({ to: nick }).c('startmuted', {
    xmlns: 'http://jitsi.org/jitmeet/start-muted',
    audio: 'true',
    video: 'true',
  });
}

export function say(roomJid: string, text: string): Builder {
  return $msg({ to: roomJid, type: 'groupchat' }).c('body').t(text);
}

export function whisper(nick: string, text: string): Builder {
  return $msg({ to: nick, type: 'chat' }).c('body').t(text);
}

/** To a room, an occupant or a component. */
export function jsonMessage(to: string, value: object, type = 'groupchat'): Builder {
  return $msg({ to, type }).c('json-message', { xmlns: jitmeet }).t(JSON.stringify(value));
}

export function makePoll(pollId: string, command = 'new-poll'): Builder {
  const answers = [{ name: 'yes' }, { name: 'no' }];
  const poll = { type: 'polls', command, pollId, question: 'Why?', answers };
  return jsonMessage(hosts.polls, poll, 'chat');
}

export function answerPoll(pollId: string): Builder {
  const answer = { type: 'polls', command: 'answer-poll', pollId, answers: [true, false] };
  return jsonMessage(hosts.polls, answer, 'chat');
}

export function shareFile(fileId: string): Builder {
  return $msg({ to: hosts.fileSharing })
    .c('file-sharing', { xmlns: jitmeet, type: 'add' })
    .t(JSON.stringify({ fileId, fileName: 'x.pdf' }));
}

/** A further video, as it is announced to jicofo or, between two, to each other. */
export function addSource(nick: string, videoType: 'camera' | 'desktop'): Builder {
  return $iq({ to: nick, type: 'set', id: `source-${videoType}` })
    .c('jingle', { xmlns: 'urn:xmpp:jingle:1', action: 'source-add', sid: 'x' })
    .c('content', { name: 'video' })
    .c('description', { xmlns: 'urn:xmpp:jingle:apps:rtp:1', media: 'video' })
    .c('source', {
      xmlns: 'urn:xmpp:jingle:apps:rtp:ssma:0',
      name: 'x-v1',
      ssrc: '1234',
      videoType,
    });
}
