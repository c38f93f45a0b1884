-- Stands in for Jitsi's mod_muc_lobby_rooms: a members-only room has a lobby, of the
-- same name on the lobby's MUC, where the others knock; whoever has no affiliation in
-- the main room is sent there.

local jid = require "util.jid";
local st = require "util.stanza";

local main_host = module:get_option_string("main_muc");
local lobby_host = module:get_option_string("lobby_muc", "lobby." .. module.host);

local function muc(host)
  return prosody.hosts[host].modules.muc;
end

local function attach(room)
  local lobby_jid = jid.node(room.jid) .. "@" .. lobby_host;
  local service = muc(lobby_host);
  if not service.get_room_from_jid(lobby_jid) then service.create_room(lobby_jid); end
  local lobby = service.get_room_from_jid(lobby_jid);
  lobby:set_persistent(true);
  lobby.main_room_jid = room.jid;
  room._data.lobbyroom = lobby_jid;
end

local function open_lobby(event)
  local room = event.room;
  for _, occupant in room:each_occupant() do
    local now = room:get_affiliation(occupant.bare_jid);
    if not now or now == "none" then room:set_affiliation(true, occupant.bare_jid, "member"); end
  end
  room:set_members_only(true);
  attach(room);
end

local function send_to_lobby(event)
  local room, stanza = event.room, event.stanza;
  if not room:get_members_only() or event.occupant.nick:sub(-6) == "/focus" then return; end
  local affiliation = room:get_affiliation(stanza.attr.from);
  if affiliation and affiliation ~= "none" then return; end
  local reply = st.error_reply(stanza, "auth", "registration-required");
  reply:tag("lobbyroom", { xmlns = "http://jitsi.org/jitmeet" }):text(room._data.lobbyroom):up();
  event.origin.send(reply);
  return true;
end

-- The room stays members-only, unless whoever asks for this has changed it.
local function close_lobby(event)
  local lobby = muc(lobby_host).get_room_from_jid(event.room._data.lobbyroom or "");
  event.room._data.lobbyroom = nil;
  if not lobby then return; end
  lobby:set_persistent(false);
  lobby:destroy(event.newjid, event.message);
end

local function on_config(event)
  if event.fields["muc#roomconfig_membersonly"] then return attach(event.room); end
  close_lobby { room = event.room; newjid = event.room.jid; };
end

local function set_up()
  local main = module:context(main_host);
  main:hook("muc-occupant-pre-join", send_to_lobby, -4);
  main:hook("muc-config-submitted", on_config);
  -- Who is invited to the main room may come in.
  main:hook("muc-invite", function (event)
    event.room:set_affiliation(true, jid.bare(event.stanza.attr.to), "member");
  end);
  local room_mt = muc(lobby_host).room_mt;
  function room_mt:get_affiliation(of)
    local room = self.main_room_jid and muc(main_host).get_room_from_jid(self.main_room_jid);
    return room and room:get_affiliation(of) or "none";
  end
end

module:hook_global("create-lobby-room", open_lobby);
module:hook_global("destroy-lobby-room", close_lobby);
module:hook_global("server-started", set_up);
