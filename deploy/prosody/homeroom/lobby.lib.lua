-- Jitsi's lobby as an extra waiting room, for lessons whose Room asks for it. It is
-- opened when the first organizer is in, so it never locks an organizer out.

return function (core, settings)
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
end
