-- The gate at the main, breakout and lobby MUCs: who becomes an occupant.
--
-- Order of Jitsi's hooks before a join: 99 mod_token_verification (which logs the token
-- of whom it refuses, so it had better not meet one), 11 mod_muc_resource_validate, 8
-- the queue of mod_muc_meeting_id until jicofo is in (it runs the whole chain again
-- then), -3.5 mod_token_affiliation, -4 lobby, -5 members only, -10 banned.

local jid = require "util.jid";
local st = require "util.stanza";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

local MUC_USER = "http://jabber.org/protocol/muc#user";
local CODES_OF_KICK = "307";
local HEALTH_CHECK = "^__jicofo%-health%-check";

return function (core, settings, part)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local admission = module:require "homeroom/admission"(core, settings);

  -- Compared by exact address, since anybody can take jicofo's nickname.
  local function is_focus(stanza)
    return jid.bare(stanza.attr.from) == settings.focus;
  end

  local function is_recorder(stanza)
    return settings.recorders:contains(jid.bare(stanza.attr.from));
  end

  local function is_open(room)
    return room and core.lessons and core.lessons.find(room) ~= nil;
  end

  -- Nobody, not even jicofo, can create a room without an open lesson.
  module:hook("muc-room-pre-create", function (event)
    local origin, stanza = event.origin, event.stanza;
    local room_jid = jid.bare(stanza.attr.to);
    if not is_focus(stanza) then return refusal.of_join(origin, stanza, "waiting"); end
    if part == "main" and jid.node(room_jid):match(HEALTH_CHECK) then return; end
    local is_wanted = part ~= "lobby" and is_open(rooms.of_jid(room_jid));
    if not is_wanted then return refusal.of_join(origin, stanza, "lesson-over"); end
  end, 100);

  -- Checks who they are, before any module may queue them.
  module:hook("muc-occupant-pre-join", function (event)
    local origin, stanza = event.origin, event.stanza;
    if is_focus(stanza) then return; end
    if jid.resource(stanza.attr.to) == "focus" then
      return refusal.of_join(origin, stanza, "no-pass");
    end
    local room = rooms.of_jid(event.room.jid);
    if is_recorder(stanza) and is_open(room) then return; end
    local refused = admission.of_room(pass_lib.of(origin), room);
    if refused then return refusal.of_join(origin, stanza, refused); end
  end, 100);

  -- Checks whether they may come in now: after the queue, at the moment of entering.
  module:hook("muc-occupant-pre-join", function (event)
    local origin, stanza = event.origin, event.stanza;
    if is_focus(stanza) then return; end
    local room = rooms.of_jid(event.room.jid);
    if is_recorder(stanza) and is_open(room) then
      if core.presence.has_organizer(room) then return; end
      return refusal.of_join(origin, stanza, "waiting");
    end
    local refused = admission.now(pass_lib.of(origin), room);
    if refused then return refusal.of_join(origin, stanza, refused); end
    stanza.homeroom_admitted = true;
  end, 5);

  -- jicofo tells occupants apart by their nicknames, so nobody may change one.
  module:hook("muc-occupant-pre-change", function (event)
    if is_focus(event.stanza) then return; end
    if event.orig_occupant.nick ~= event.dest_occupant.nick then
      return refusal.of_join(event.origin, event.stanza, "no-pass");
    end
  end, 12);

  -- Members have one presence per lesson; the newer one replaces the older. A
  -- resumed connection enters nothing anew, so it replaces nothing.
  module:hook("muc-occupant-pre-join", function (event)
    local pass = pass_lib.of(event.origin);
    if not pass or pass.is_owner then return; end
    core.ending.cast_out(pass.room, "replaced", function (entry)
      return entry.person == pass.person and entry.nick ~= event.occupant.nick;
    end);
  end, -20);

  -- Somebody whom another module has let in past the checks above.
  local function put_out_again(event)
    local room, nick = event.room, event.nick;
    module:log("error", "%s came into %s past the gate, and is put out", nick, room.jid);
    module:add_timer(0, function () room:set_role(true, nick, nil); end);
  end

  module:hook("muc-occupant-joined", function (event)
    local pass = pass_lib.of(event.origin);
    if not pass then return; end
    if not event.stanza.homeroom_admitted then return put_out_again(event); end
    core.presence.enter(pass, event.stanza.attr.from, event.occupant.nick, part);
    if part == "main" and pass.is_owner then
      core.lobby.open(event.room, pass.room);
    end
  end, -2);

  -- A second connection of one occupant joins nothing, and may outlast the first.
  module:hook("muc-occupant-session-new", function (event)
    local pass, entry = pass_lib.of(event.origin), core.presence.at(event.nick);
    if not pass or (entry and entry.jid == event.jid) then return; end
    if not event.stanza.homeroom_admitted then return; end
    core.presence.enter(pass, event.jid, event.nick, part);
  end);

  -- The others were told that the occupant has left; they have to be told of the one who
  -- is there.
  local function show_again(room, nick)
    room:publicise_occupant_status(room:get_occupant_by_nick(nick),
      st.stanza("x", { xmlns = MUC_USER; }));
  end

  -- Before Prosody destroys an empty room, at -1. On a kick there is no origin. Jitsi's
  -- mod_muc_rate_limit may fire this when the occupant is back already.
  module:hook("muc-occupant-left", function (event)
    local nick = event.occupant.nick;
    if not core.presence.is_occupied(nick) then return core.presence.leave(nick); end
    show_again(event.room, nick);
  end, 2);

  -- Before mod_muc_rate_limit, at 0, after which nobody may hear of it.
  module:hook("muc-occupant-pre-leave", function (event)
    local nick = event.occupant.nick;
    module:add_timer(0, function () core.reconcile.nick(nick); end);
  end, 1);

  module:hook("muc-room-destroyed", function (event)
    core.presence.empty(event.room.jid);
  end, 2);

  -- An organizer's kick inside the meeting removes the person from the lesson.
  if part == "lobby" then return; end
  module:hook("muc-broadcast-presence", function (event)
    local entry = core.presence.at(event.occupant.nick);
    local is_kick = event.x:get_child_with_attr("status", nil, "code", CODES_OF_KICK);
    if not is_kick or not event.actor or not entry or entry.is_owner then return; end
    if not admission.is_organizer(pass_lib.of_jid(event.actor)) then return; end
    -- Done after the kick, since this event comes in the middle of it.
    module:add_timer(0, function ()
      core.ending.remove(entry.room, entry.lesson, entry.person);
      core.events.tell {
        kind = "removed"; slug = entry.room; lessonId = entry.lesson; personId = entry.person;
      };
    end);
  end, 10);
end
