-- Taking a promotion back, wherever the person is: in the main room, in a breakout room.

local jid = require "util.jid";

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local promotion = {};
  core.promotion = promotion;

  -- Breakout rooms take their rights from the main room, but keep the roles.
  local function lower(entry)
    local muc_room, main = rooms.get(entry.muc), rooms.main(entry.room);
    if main then main:set_affiliation(true, jid.bare(entry.jid), "member"); end
    local occupant = muc_room and muc_room:get_occupant_by_nick(entry.nick);
    if occupant and occupant.role == "moderator" then
      muc_room:set_role(true, entry.nick, "participant");
    end
  end

  -- Once the open list no longer has it.
  function promotion.lower(room, person)
    local entries = {};
    for _, entry in core.presence.each(room) do
      if entry.person == person and not entry.is_owner then entries[#entries + 1] = entry; end
    end
    for _, entry in ipairs(entries) do lower(entry); end
  end

  function promotion.withdraw(room, lesson, person)
    promotion.lower(room, person);
    core.events.tell { kind = "demoted"; slug = room; lessonId = lesson; personId = person; };
  end
end
