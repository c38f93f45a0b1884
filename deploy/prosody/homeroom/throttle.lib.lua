-- Who comes in first, and how often one person may. Jitsi's mod_muc_rate_limit, at 9,
-- lets three into a room each second and has everybody else wait in one line; while
-- somebody keeps that line full, no organizer gets in, and the lesson ends.
--
-- What is used of it: it lets pass a stanza that is marked `delayed_join_skip`, its own
-- mark for those whose turn has come; and it keeps the line in `join_rate_presence_queue`.

local jid = require "util.jid";
local new_throttle = require "util.throttle".create;
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

-- Into one MUC room: five times at once, and then once in five seconds.
local MAX_ENTRIES, PERIOD_SECONDS = 5, 25;
-- With its line full, at a thousand, the module lets people in past all checks after it.
local MAX_WAITING = 300;

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local admission = module:require "homeroom/admission"(core, settings);

  local function comes_too_often(room, person)
    room.homeroom_throttles = room.homeroom_throttles or {};
    local throttles = room.homeroom_throttles;
    throttles[person] = throttles[person] or new_throttle(MAX_ENTRIES, PERIOD_SECONDS);
    return not throttles[person]:poll(1);
  end

  local function is_line_long(room)
    local line = room.join_rate_presence_queue;
    return line ~= nil and line:count() >= MAX_WAITING;
  end

  -- The code of the refusal, or nil. A stanza that comes by again, from a queue, counts once.
  local function refused(event, pass)
    local room, stanza = event.room, event.stanza;
    -- Asked again when they enter, but somebody who may not come in should not wait in the
    -- queue either.
    local code = admission.now(pass, rooms.of_jid(room.jid));
    if code or stanza.homeroom_counted then return code; end
    stanza.homeroom_counted = true;
    if comes_too_often(room, pass.person) then return "too-often"; end
    return not pass.is_owner and is_line_long(room) and "too-often" or nil;
  end

  module:hook("muc-occupant-pre-join", function (event)
    local origin, stanza = event.origin, event.stanza;
    local pass = pass_lib.of(origin);
    local is_turn = stanza.delayed_join_skip;
    if jid.bare(stanza.attr.from) == settings.focus then
      stanza.delayed_join_skip = true;
    elseif pass and not is_turn then
      local code = refused(event, pass);
      if code then return refusal.of_join(origin, stanza, code); end
      if pass.is_owner then stanza.delayed_join_skip = true; end
    end
  end, 9.5);
end
