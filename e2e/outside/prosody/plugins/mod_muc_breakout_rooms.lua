-- Stands in for Jitsi's mod_muc_breakout_rooms: moderators of the main room make
-- breakout rooms, named by UUIDs and kept in the main room, whose affiliations count
-- in them too.

local jid = require "util.jid";
local st = require "util.stanza";
local json = require "util.json";
local uuid = require "util.uuid".generate;

local main_host = module:get_option_string("main_muc");
local breakout_host = module:get_option_string("breakout_rooms_muc", "breakout." .. module.host);

local function muc(host)
  return prosody.hosts[host].modules.muc;
end

local main_of = {};

local function main_room(room_jid)
  local main_jid = jid.host(room_jid) == main_host and room_jid or main_of[room_jid];
  return main_jid and muc(main_host).get_room_from_jid(main_jid);
end

local function is_moderator(main, from)
  local rooms = { main };
  for room_jid in pairs(main._data.breakout_rooms or {}) do
    rooms[#rooms + 1] = muc(breakout_host).get_room_from_jid(room_jid);
  end
  for _, room in ipairs(rooms) do
    local occupant = room:get_occupant_by_real_jid(from);
    if occupant then return occupant.role == "moderator"; end
  end
  return false;
end

local function tell_rooms(main)
  local text = json.encode { type = "breakout_rooms"; rooms = main._data.breakout_rooms; };
  for _, occupant in main:each_occupant() do
    module:send(st.message({ from = breakout_host; to = occupant.jid; })
      :tag("json-message", { xmlns = "http://jitsi.org/jitmeet" }):text(text):up());
  end
end

local function on_message(event)
  local session, stanza = event.origin, event.stanza;
  local wish = stanza:get_child("breakout_rooms");
  if not wish or not session.jitsi_web_query_room then return; end
  local main = main_room(session.jitsi_web_query_room .. "@" .. main_host);
  if not main or not is_moderator(main, stanza.attr.from) then return true; end
  if wish.attr.type == "features/breakout-rooms/add" then
    local room_jid = uuid() .. "@" .. breakout_host;
    main._data.breakout_rooms = main._data.breakout_rooms or {};
    main._data.breakout_rooms[room_jid] = wish.attr.subject;
    main_of[room_jid] = main.jid;
    main:set_persistent(true);
    tell_rooms(main);
  end
  return true;
end

local function set_up()
  local breakout = module:context(breakout_host);
  -- Who is to enter a breakout room must have been in the main room on this connection.
  module:context(main_host):hook("muc-occupant-joined", function (event)
    if event.origin then event.origin.jitsi_breakout_main_jid = event.room.jid; end
  end);
  breakout:hook("muc-occupant-pre-join", function (event)
    local main = main_room(event.room.jid);
    local is_focus = event.occupant.nick:sub(-6) == "/focus";
    if is_focus or event.origin.jitsi_breakout_main_jid == main.jid then return; end
    event.origin.send(st.error_reply(event.stanza, "cancel", "not-allowed"));
    return true;
  end);
  breakout:hook("message/host", on_message);
  breakout:hook("muc-room-pre-create", function (event)
    local main = main_room(event.room.jid);
    if main and main._data.breakout_rooms[event.room.jid] then return; end
    event.origin.send(st.error_reply(event.stanza, "cancel", "service-unavailable"));
    return true;
  end);
  local room_mt = muc(breakout_host).room_mt;
  function room_mt:get_affiliation(of)
    local main = main_room(self.jid);
    return main and main:get_affiliation(of) or "none";
  end
  function room_mt:get_members_only()
    local main = main_room(self.jid);
    return main ~= nil and main:get_members_only();
  end
end

-- The other hosts may come later than this one.
module:hook_global("server-started", set_up);
