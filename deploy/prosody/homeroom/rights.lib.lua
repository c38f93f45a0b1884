-- Who moderates. An owner pass makes an owner; an organizer may promote a member
-- for this lesson; everybody else is a member, whatever any other module says.
--
-- The hook before an affiliation changes names the actor, or nil when a module did
-- it: jicofo's automatic owner comes with jicofo's address, mod_muc_allowners and
-- its like without one.

local jid = require "util.jid";
local pass_lib = module:require "homeroom/pass";

local MUC = "http://jabber.org/protocol/muc";

return function (core, settings, part)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local admission = module:require "homeroom/admission"(core, settings);

  local function refuse(event)
    event.allowed = false;
    event.error = { type = "auth"; condition = "forbidden"; };
  end

  local function has_right(pass)
    return admission.is_organizer(pass) or admission.is_promoted(pass);
  end

  local function rises(affiliation)
    return affiliation == "owner" or affiliation == "admin";
  end

  -- Whether a module or jicofo gives a right that nobody may get this way, or takes one
  -- from an organizer.
  local function breaks_right(event, pass)
    if jid.bare(event.jid) == settings.focus then return false; end
    if rises(event.affiliation) then return not has_right(pass); end
    return rises(event.previous_affiliation) and has_right(pass);
  end

  local function judge_organizer(event, pass)
    if event.affiliation == "admin" or admission.is_organizer(pass) then return refuse(event); end
    if event.affiliation ~= "owner" then return; end
    local record = pass and not admission.of_pass(pass) and core.lessons.find(pass.room);
    if not record or not record.promotion then return refuse(event); end
  end

  module:hook("muc-pre-set-affiliation", function (event)
    local pass = pass_lib.of_jid(event.jid);
    if not event.actor or jid.bare(event.actor) == settings.focus then
      if breaks_right(event, pass) then refuse(event); end
    elseif admission.is_organizer(pass_lib.of_jid(event.actor)) then
      judge_organizer(event, pass);
    else
      refuse(event);
    end
  end, 10);

  local function note_promoted(pass, is_promoted)
    core.lessons.change(pass.room, pass.lesson, function (record)
      record.promoted[pass.person] = is_promoted or nil;
    end, not is_promoted);
  end

  -- Sets the same right in every other room where the person is, after this change: the
  -- event comes in the middle of it.
  local function follow_soon(pass)
    module:add_timer(0, function ()
      local follow = admission.is_promoted(pass) and "raise" or "lower";
      core.promotion[follow](pass.room, pass.person);
    end);
  end

  -- Promotes, demotes or removes the person in the open list, as an organizer did
  -- in the room; the kind of the event, or nil when nothing changed.
  local function note_deed(event, pass)
    if event.affiliation == "outcast" then
      core.ending.remove(pass.room, pass.lesson, pass.person);
      return "removed";
    end
    local was = core.lessons.find(pass.room).promoted[pass.person] == true;
    local is_promoted = event.affiliation == "owner";
    if was == is_promoted then return nil; end
    note_promoted(pass, is_promoted);
    follow_soon(pass);
    return is_promoted and "promoted" or "demoted";
  end

  -- Breakout rooms take their rights from the main room.
  local function mirror(event, pass)
    local main = part == "breakout" and rooms.main(pass.room);
    if main then main:set_affiliation(true, event.jid, event.affiliation); end
  end

  module:hook("muc-set-affiliation", function (event)
    local pass = event.actor and pass_lib.of_jid(event.jid);
    if not pass or admission.of_pass(pass) then return; end
    if not admission.is_organizer(pass_lib.of_jid(event.actor)) then return; end
    local kind = note_deed(event, pass);
    if kind then
      core.events.tell {
        kind = kind; slug = pass.room; lessonId = pass.lesson; personId = pass.person;
      };
    end
    mirror(event, pass);
  end, 10);

  -- Nobody can make a moderator by a role, and only organizers can change the role of a
  -- moderator.
  module:hook("muc-pre-set-role", function (event)
    local actor = pass_lib.of_jid(event.actor);
    local target = pass_lib.of_jid(event.occupant.jid) or pass_lib.of_jid(event.occupant.bare_jid);
    local function no()
      -- Another shape than for affiliations: Prosody's may_set_role.
      event.allowed, event.error, event.condition = false, "auth", "forbidden";
    end
    if event.role == "moderator" then return no(); end
    if jid.bare(event.actor) == settings.focus or admission.is_organizer(actor) then return; end
    if part == "lobby" or not admission.is_promoted(actor) or has_right(target) then
      return no();
    end
  end, 10);

  if part == "lobby" then return; end

  -- An organizer who comes back needs no password that was set for the room.
  local function bring_password(event)
    local password = event.room:get_password();
    local join = event.stanza:get_child("x", MUC);
    if not password or not join then return; end
    join:maptags(function (tag)
      if tag.name ~= "password" then return tag; end
    end);
    join:tag("password", { xmlns = MUC; }):text(password):up();
  end

  -- After mod_token_affiliation (-3.5) and before the lobby (-4): the right itself,
  -- and the role with it. Prosody keeps a role above a lowered affiliation when one
  -- leaves and comes back on the same connection.
  module:hook("muc-occupant-pre-join", function (event)
    local pass, occupant = pass_lib.of(event.origin), event.occupant;
    if not pass then return; end
    local main = rooms.main(pass.room);
    local right = has_right(pass) and "owner" or "member";
    local now = main and main:get_affiliation(occupant.bare_jid) or "none";
    -- The lobby tells by the missing affiliation who has to knock.
    local must_knock = right == "member" and now == "none"
      and main and main:get_members_only();
    if main and now ~= right and not must_knock then
      main:set_affiliation(true, occupant.bare_jid, right);
    end
    if right == "owner" then
      bring_password(event);
      occupant.role = "moderator";
    elseif occupant.role == "moderator" or (occupant.role == nil and not must_knock) then
      occupant.role = "participant";
    end
  end, -3.6);
end
