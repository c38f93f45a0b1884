/** What one client may try to do to others, as stanzas. */
import { $iq, $msg, type Builder } from 'strophe.js';
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
