-- Stands in for Jitsi's mod_room_metadata_component: what moderators write about a room,
-- by message in Jitsi's namespace, or as a policy in their presence; told to all.

local json = require "util.json";
local meeting = module:require "stand_in/meeting";

local main_host = module:get_option_string("muc_component");
local JITMEET = "http://jitsi.org/jitmeet";

local function tell(room)
  meeting.tell_all(module.host, room, { type = "room_metadata"; metadata = room.jitsiMetadata; });
end

module:hook("message/host", function (event)
  local session, stanza = event.origin, event.stanza;
  if stanza.attr.type == "error" then return; end
  if not session.jitsi_web_query_room then return false; end
  local wish = stanza:get_child("room_metadata", JITMEET);
  local room = wish and meeting.room(wish.attr.room or "");
  local occupant = room and room:get_occupant_by_real_jid(stanza.attr.from);
  local data = wish and json.decode(wish:get_text() or "");
  if not occupant or occupant.role ~= "moderator" or type(data) ~= "table" then return true; end
  if type(data.key) ~= "string" or data.data == nil then return true; end
  room.jitsiMetadata = room.jitsiMetadata or {};
  room.jitsiMetadata[data.key] = data.data;
  tell(room);
  return true;
end);

local function on_presence(event)
  local policy = event.stanza:get_child("startmuted", "http://jitsi.org/jitmeet/start-muted");
  if not policy or event.occupant.role ~= "moderator" then return; end
  local room = event.room;
  room.jitsiMetadata = room.jitsiMetadata or {};
  room.jitsiMetadata.startMuted = {
    audio = policy.attr.audio == "true"; video = policy.attr.video == "true";
  };
  tell(room);
end

module:hook_global("server-started", function ()
  module:context(main_host):hook("muc-broadcast-presence", on_presence);
end);
