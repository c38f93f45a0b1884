-- Stands in for Jitsi's mod_filesharing_component: tells all of a file that somebody has
-- put elsewhere. Asks for the feature in the token, or for an owner where it names none.

local json = require "util.json";
local st = require "util.stanza";
local meeting = module:require "stand_in/meeting";

local main_host = module:get_option_string("muc_component");

local function may_upload(session, room, from)
  local features = session.jitsi_meet_context_features;
  if not features then return room:get_affiliation(from) == "owner"; end
  return features["file-upload"] == true or features["file-upload"] == "true";
end

module:hook("message/host", function (event)
  local session, stanza = event.origin, event.stanza;
  if stanza.attr.type == "error" then return; end
  local wish = stanza:get_child("file-sharing", "http://jitsi.org/jitmeet");
  local room = wish and meeting.main_of(session, main_host);
  local occupant = room and room:get_occupant_by_real_jid(stanza.attr.from);
  if not occupant then return false; end
  if not may_upload(session, room, stanza.attr.from) then
    session.send(st.error_reply(stanza, "auth", "forbidden"));
    return true;
  end
  local file = json.decode(wish:get_text() or "");
  if wish.attr.type ~= "add" or type(file) ~= "table" or not file.fileId then return false; end
  for _, other in room:each_occupant() do
    if other.nick ~= occupant.nick then
      meeting.tell(module.host, other.jid, { type = "file-sharing"; event = "add"; file = file; });
    end
  end
  return true;
end);
