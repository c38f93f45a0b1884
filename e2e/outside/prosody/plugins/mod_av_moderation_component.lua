-- Stands in for Jitsi's mod_av_moderation_component: moderators close the microphones,
-- cameras or screens of all, and open them for one.

local meeting = module:require "stand_in/meeting";

local main_host = module:get_option_string("muc_component");
local MEDIA = { audio = true; video = true; desktop = true; };

module:hook("message/host", function (event)
  local session, stanza = event.origin, event.stanza;
  if stanza.attr.type == "error" then return; end
  local wish = stanza:get_child("av_moderation");
  local room = wish and meeting.main_of(session, main_host);
  local occupant = room and room:get_occupant_by_real_jid(stanza.attr.from);
  if not occupant or occupant.role ~= "moderator" then return false; end
  local media = wish.attr.mediaType;
  if not MEDIA[media] then return false; end
  local told = { type = "av_moderation"; room = room.jid; mediaType = media; };
  if wish.attr.enable ~= nil then
    told.enabled, told.actor = wish.attr.enable == "true", occupant.nick;
    meeting.tell_all(module.host, room, told);
    return true;
  end
  local about = room:get_occupant_by_nick(wish.attr.jidToWhitelist or wish.attr.jidToBlacklist);
  if not about then return false; end
  told.approved = wish.attr.jidToWhitelist ~= nil or nil;
  told.removed = wish.attr.jidToBlacklist ~= nil or nil;
  meeting.tell(module.host, about.jid, told);
  return true;
end);
