-- What Jitsi's components have in common: they find the room by the query of the
-- sender's connection, and the sender in it or in one of its breakout rooms; they answer
-- with a json-message to single clients.

local jid = require "util.jid";
local json = require "util.json";
local st = require "util.stanza";

local meeting = {};

local function muc_room(room_jid)
  local at = prosody.hosts[jid.host(room_jid) or ""];
  return at and at.modules.muc and at.modules.muc.get_room_from_jid(room_jid);
end
meeting.room = muc_room;

function meeting.main_of(session, main_host)
  local name = session and session.jitsi_web_query_room;
  return name and muc_room(name .. "@" .. main_host);
end

function meeting.occupant(main, real_jid)
  local occupant = main:get_occupant_by_real_jid(real_jid);
  if occupant then return occupant, main; end
  for breakout_jid in pairs(main._data.breakout_rooms or {}) do
    local breakout = muc_room(breakout_jid);
    occupant = breakout and breakout:get_occupant_by_real_jid(real_jid);
    if occupant then return occupant, breakout; end
  end
end

function meeting.tell(host, to, value)
  module:send(st.message({ from = host; to = to; })
    :tag("json-message", { xmlns = "http://jitsi.org/jitmeet" }):text(json.encode(value)):up());
end

function meeting.tell_all(host, room, value)
  for _, occupant in room:each_occupant() do meeting.tell(host, occupant.jid, value); end
end

return meeting;
