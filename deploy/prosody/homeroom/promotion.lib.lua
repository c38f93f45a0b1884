-- Giving a promotion and taking it back, wherever the person is: in the main room, in a
-- breakout room, and on another connection than the one that was promoted.

local jid = require "util.jid";

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local promotion = {};
  core.promotion = promotion;

  -- Breakout rooms take their rights from the main room, but keep the roles.
  local function set_right(entry, affiliation, role)
    local muc_room, main = rooms.get(entry.muc), rooms.main(entry.room);
    local person = jid.bare(entry.jid);
    if main and main:get_affiliation(person) ~= affiliation then
      main:set_affiliation(true, person, affiliation);
    end
    local occupant = muc_room and muc_room:get_occupant_by_nick(entry.nick);
    if occupant and occupant.role ~= role then
      muc_room:set_role(true, entry.nick, role);
    end
  end

  -- Not of who waits in the lobby: an affiliation would let them in past it.
  local function set_rights(room, person, affiliation, role)
    local entries = {};
    for _, entry in core.presence.each(room) do
      local is_meant = entry.person == person and entry.is_in and not entry.is_owner;
      if is_meant then entries[#entries + 1] = entry; end
    end
    for _, entry in ipairs(entries) do set_right(entry, affiliation, role); end
  end

  -- To be called once the open list has the promotion. Somebody who came back at that
  -- moment was promoted by an address that has changed.
  function promotion.raise(room, person)
    set_rights(room, person, "owner", "moderator");
  end

  -- To be called once the open list no longer has the promotion.
  function promotion.lower(room, person)
    set_rights(room, person, "member", "participant");
  end

  function promotion.withdraw(room, lesson, person)
    promotion.lower(room, person);
    core.events.tell { kind = "demoted"; slug = room; lessonId = lesson; personId = person; };
  end
end
