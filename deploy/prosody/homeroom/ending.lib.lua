-- Putting people out: one person, or everybody when a lesson ends.

local st = require "util.stanza";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

local MUC_USER = "http://jabber.org/protocol/muc#user";
-- Time for the client to read why, before its connection goes.
local CLOSE_AFTER_SECONDS = 2;

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local ending = {};
  core.ending = ending;

  -- To Jitsi's client a kick has no reason, but a destroyed room has. So this one
  -- person is told, alone, that the room is gone, and is kicked then.
  local function put_out(entry, code)
    local muc_room = rooms.get((entry.nick:gsub("/.*$", "")));
    if not muc_room then return; end
    muc_room:route_stanza(
      st.presence({ from = entry.nick; to = entry.jid; type = "unavailable"; })
        :tag("x", { xmlns = MUC_USER })
          :tag("item", { affiliation = "none"; role = "none"; }):up()
          :tag("destroy"):tag("reason"):text(refusal.text(code)):up():up()
          :tag("status", { code = "110" }));
    muc_room:set_role(true, entry.nick, nil);
  end

  -- Puts out of the lesson's rooms whoever the claim holds for.
  function ending.cast_out(room, code, is_meant)
    local meant = {};
    for _, entry in core.presence.each(room) do
      if is_meant(entry) then meant[#meant + 1] = entry; end
    end
    for _, entry in ipairs(meant) do put_out(entry, code); end
  end

  -- Disconnects whoever signed in with one of these passes.
  function ending.disconnect(jtis)
    for _, session in pairs(prosody.full_sessions) do
      local pass = pass_lib.of(session);
      if pass and jtis[pass.jti] then
        pass_lib.unbind(session);
        module:add_timer(CLOSE_AFTER_SECONDS, function ()
          if session.conn then
            session:close { condition = "policy-violation"; text = refusal.text("revoked"); };
          end
        end);
      end
    end
  end

  local function destroy(muc_room, reason)
    if not muc_room then return; end
    muc_room:set_persistent(false);
    muc_room:destroy(nil, reason);
  end

  local function destroy_all(room, reason)
    local breakouts = {};
    for jid in pairs(rooms.breakouts(room)) do breakouts[jid] = true; end
    for nick, entry in core.presence.each(room) do
      if entry.breakout then breakouts[(nick:gsub("/.*$", ""))] = true; end
    end
    for jid in pairs(breakouts) do destroy(rooms.get(jid), reason); end
    destroy(rooms.lobby(room), reason);
    destroy(rooms.main(room), reason);
  end

  -- Ends the lesson for everybody; its passes open nothing from here on. Returns
  -- nil and the fault when that could not be made durable.
  function ending.end_lesson(room, lesson, reason, is_told)
    local was_open = core.lessons.is_open(room, lesson);
    local ok, fault = core.lessons.close(room, lesson, reason);
    if was_open then
      core.presence.end_grace(room);
      destroy_all(room, refusal.text(reason));
      if not is_told then
        core.events.tell { kind = "ended"; slug = room; lessonId = lesson; reason = reason; };
      end
    end
    return ok, fault;
  end

  -- Out for this lesson, until readmitted.
  function ending.remove(room, lesson, person)
    core.lessons.change(room, lesson, function (record)
      record.removed[person] = true;
      record.promoted[person] = nil;
    end, true);
    ending.cast_out(room, "removed", function (entry) return entry.person == person; end);
  end

  -- Rooms that hold people of another lesson than the one that begins.
  function ending.clear(room)
    destroy_all(room, refusal.text("lesson-over"));
  end
end
