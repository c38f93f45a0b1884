-- Jitsi's lobby as an extra waiting room, for lessons whose Room asks for it. It is
-- opened when the first organizer is in, so it never locks an organizer out.

local refusal = module:require "homeroom/refusal";

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local lobby = {};
  core.lobby = lobby;

  function lobby.open(muc_room, room)
    local record = core.lessons.find(room);
    if not record or not record.lobby or muc_room:get_members_only() then return; end
    if not prosody.hosts[settings.domain].modules.muc_lobby_rooms then
      module:log("warn", "%s asks for a lobby, but mod_muc_lobby_rooms is not loaded", room);
      return;
    end
    prosody.events.fire_event("create-lobby-room", { room = muc_room; });
  end

  -- Whoever waits in it is sent to the main room.
  local function close(muc_room)
    muc_room:set_members_only(false);
    prosody.events.fire_event("destroy-lobby-room", {
      room = muc_room; newjid = muc_room.jid; message = refusal.text("lobby-over");
    });
  end

  -- The Room's setting was changed while the lesson runs.
  function lobby.follow(room, was_wanted)
    local record, muc_room = core.lessons.find(room), rooms.main(room);
    if not record or not muc_room or record.lobby == was_wanted then return; end
    if record.lobby then
      if core.presence.has_organizer(room) then lobby.open(muc_room, room); end
    elseif muc_room:get_members_only() then
      close(muc_room);
    end
  end
end
