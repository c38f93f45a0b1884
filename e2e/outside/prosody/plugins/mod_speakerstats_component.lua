-- Stands in for Jitsi's mod_speakerstats_component: notes who speaks in a room that the
-- sender names and is in.

local meeting = module:require "stand_in/meeting";

module:hook("message/host", function (event)
  local stanza = event.stanza;
  if stanza.attr.type == "error" then return; end
  local told = stanza:get_child("speakerstats", "http://jitsi.org/jitmeet");
  local room = told and meeting.room(told.attr.room or "");
  local occupant = room and room:get_occupant_by_real_jid(stanza.attr.from);
  if not occupant then return false; end
  room.speaker = told.attr.silence ~= "true" and occupant.nick or nil;
  return true;
end);
