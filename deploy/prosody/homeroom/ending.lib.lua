-- Putting people out: one person, or everybody when a lesson ends. The client is told by
-- its room first, then its connection is closed (connections.lib.lua).

local jid = require "util.jid";
local st = require "util.stanza";
local refusal = module:require "homeroom/refusal";

local MUC_USER = "http://jabber.org/protocol/muc#user";
-- Reasons after which the person may come in again.
local MAY_RETURN = { replaced = true; };

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local ending = {};
  core.ending = ending;

  -- Jitsi's client shows no reason for a kick, but one for a destroyed room. So this
  -- person alone is told that the room was destroyed, and is kicked then.
  local function put_out(entry, code)
    local muc_room = rooms.get(entry.muc);
    local occupant = muc_room and muc_room:get_occupant_by_nick(entry.nick);
    if not occupant then return core.presence.leave(entry.nick); end
    for session_jid in occupant:each_session() do
      muc_room:route_stanza(
        st.presence({ from = entry.nick; to = session_jid; type = "unavailable"; })
          :tag("x", { xmlns = MUC_USER })
            :tag("item", { affiliation = "none"; role = "none"; }):up()
            :tag("destroy"):tag("reason"):text(refusal.text(code)):up():up()
            :tag("status", { code = "110" }));
    end
    muc_room:set_role(true, entry.nick, nil);
    local main = rooms.main(entry.room);
    if main and not MAY_RETURN[code] then
      main:set_affiliation(true, jid.bare(entry.jid), "none");
    end
  end

  -- Puts those out of the lesson's rooms for whom `is_meant` is true.
  function ending.cast_out(room, code, is_meant)
    core.reconcile.room(room);
    local meant = {};
    for _, entry in core.presence.each(room) do
      if is_meant(entry) then meant[#meant + 1] = entry; end
    end
    for _, entry in ipairs(meant) do put_out(entry, code); end
  end

  local function destroy(muc_room, reason)
    if not muc_room then return; end
    muc_room:set_persistent(false);
    muc_room:destroy(nil, reason);
  end

  local function destroy_all(room, reason)
    local breakouts = {};
    for muc_jid in pairs(rooms.breakouts(room)) do breakouts[muc_jid] = true; end
    for _, entry in core.presence.each(room) do
      if entry.breakout then breakouts[entry.muc] = true; end
    end
    for muc_jid in pairs(breakouts) do
      destroy(rooms.get(muc_jid), reason);
      rooms.forget_breakout(muc_jid);
    end
    destroy(rooms.lobby(room), reason);
    destroy(rooms.main(room), reason);
    core.reconcile.room(room);
  end

  -- Everybody out of the rooms, and nobody of this lesson stays connected.
  local function clear(room, lesson, code)
    core.grace.stop(room);
    destroy_all(room, refusal.text(code));
    core.connections.close("lesson-over", function (pass)
      return pass.room == room and pass.lesson == lesson;
    end);
  end

  -- Ends the lesson for everybody; its passes open nothing from here on. Returns
  -- nil and the fault when that could not be made durable.
  function ending.end_lesson(room, lesson, reason, is_told)
    local was_open = core.lessons.is_open(room, lesson);
    local ok, fault = core.lessons.close(room, lesson, reason);
    if was_open then
      clear(room, lesson, reason);
      if not is_told then
        core.events.tell { kind = "ended"; slug = room; lessonId = lesson; reason = reason; };
      end
    end
    return ok, fault;
  end

  -- Puts out a person who was removed: from the rooms, the lobby too, and off the server.
  function ending.put_out_person(room, lesson, person)
    ending.cast_out(room, "removed", function (entry) return entry.person == person; end);
    core.connections.close("removed", function (pass)
      return pass.room == room and pass.lesson == lesson and pass.person == person;
    end);
  end

  -- Out for this lesson, until readmitted.
  function ending.remove(room, lesson, person)
    core.lessons.change(room, lesson, function (record)
      record.removed[person] = true;
      record.promoted[person] = nil;
    end, true);
    ending.put_out_person(room, lesson, person);
  end

  -- Rooms that hold people of another lesson than the one that begins.
  function ending.clear(room, lesson)
    clear(room, lesson, "lesson-over");
  end
end
