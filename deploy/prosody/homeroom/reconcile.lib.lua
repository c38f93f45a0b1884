-- Compares the list of who is in with Prosody's own rooms, which are right: people who are
-- not there have left; people who are there unnoticed have entered, or have to be put out.

local jid = require "util.jid";
local pass_lib = module:require "homeroom/pass";

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local admission = module:require "homeroom/admission"(core, settings);
  local presence = core.presence;
  local reconcile = {};
  core.reconcile = reconcile;

  local function is_staff(full_jid)
    local bare = jid.bare(full_jid);
    return bare == settings.focus or settings.recorders:contains(bare);
  end

  local function notice(room, where, muc_room, occupant)
    local full_jid = occupant.jid;
    if presence.at(occupant.nick) or is_staff(full_jid) then return; end
    local pass = pass_lib.of_jid(full_jid);
    if admission.of_room(pass, room) then
      module:log("warn", "Somebody is in %s who may not be there, and is put out", muc_room.jid);
      muc_room:set_role(true, occupant.nick, nil);
    else
      presence.enter(pass, full_jid, occupant.nick, where);
    end
  end

  local function notice_all(room, where, muc_room)
    if not muc_room then return; end
    local occupants = {};
    for _, occupant in muc_room:each_occupant() do occupants[#occupants + 1] = occupant; end
    for _, occupant in ipairs(occupants) do notice(room, where, muc_room, occupant); end
  end

  -- Checks one occupant of whose leaving no module may have told.
  function reconcile.nick(nick)
    if presence.at(nick) and not presence.is_occupied(nick) then presence.leave(nick); end
  end

  function reconcile.room(room)
    local nicks = {};
    for nick in presence.each(room) do nicks[#nicks + 1] = nick; end
    for _, nick in ipairs(nicks) do reconcile.nick(nick); end
    notice_all(room, "main", rooms.main(room));
    notice_all(room, "lobby", rooms.lobby(room));
    for breakout in pairs(rooms.breakouts(room)) do
      notice_all(room, "breakout", rooms.get(breakout));
    end
  end

  function reconcile.all()
    local names = {};
    for room in core.lessons.each() do names[room] = true; end
    for room in presence.each_room() do names[room] = true; end
    for room in pairs(names) do reconcile.room(room); end
  end

  module:add_timer(settings.report_seconds, function ()
    reconcile.all();
    return settings.report_seconds;
  end);
end
