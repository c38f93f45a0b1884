-- The MUC rooms of a lesson: its main room, its lobby, its breakout rooms.

local jid_split = require "util.jid".split;

return function (core, settings)
  local rooms = {};
  -- Remembers the room of each breakout room, so that not every lesson has to be searched
  -- for each question.
  core.main_of_breakout = core.main_of_breakout or {};

  local function get(jid)
    local _, host = jid_split(jid);
    local muc = prosody.hosts[host] and prosody.hosts[host].modules.muc;
    return muc and muc.get_room_from_jid(jid) or nil;
  end
  rooms.get = get;

  function rooms.main(room)
    return get(room .. "@" .. settings.main);
  end

  function rooms.lobby(room)
    return get(room .. "@" .. settings.lobby);
  end

  -- Addresses of the breakout rooms that the main room knows: they exist once
  -- somebody goes there. Jitsi names them by UUIDs, kept in the main room.
  function rooms.breakouts(room)
    local main = rooms.main(room);
    return main and main._data.breakout_rooms or {};
  end

  -- The Room that a MUC address belongs to, or nil for a breakout room of none
  -- of the open lessons.
  function rooms.of_jid(jid)
    local node, host = jid_split(jid);
    if host == settings.main or host == settings.lobby then return node; end
    if host ~= settings.breakout or not core.lessons then return nil; end
    local known = core.main_of_breakout[jid];
    if known and core.lessons.find(known) and rooms.breakouts(known)[jid] ~= nil then
      return known;
    end
    core.main_of_breakout[jid] = nil;
    for room in core.lessons.each() do
      if rooms.breakouts(room)[jid] ~= nil then
        core.main_of_breakout[jid] = room;
        return room;
      end
    end
    return nil;
  end

  -- To be called when a breakout room was destroyed.
  function rooms.forget_breakout(jid)
    core.main_of_breakout[jid] = nil;
  end

  return rooms;
end
