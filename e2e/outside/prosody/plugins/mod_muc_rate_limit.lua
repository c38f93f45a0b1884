-- Stands in for Jitsi's mod_muc_rate_limit, which Debian's template loads on every MUC
-- of the meetings: so many may enter a room each second, and so many leave it. Whoever
-- is above that waits in a line, which is served once a second.
--
-- As unkind as the real one:
--   * who waits to leave is out of the room already, but nobody hears of it until it is
--     their turn, though they may have come in again by then;
--   * who still waits when the room is destroyed is never told of at all;
--   * while a line is served, everybody who comes joins it, however many tokens there are;
--   * with the line full, its handler answers "false", so that the person comes in past
--     all handlers after it.

local new_queue = require "util.queue".new;
local new_throttle = require "util.throttle".create;
local st = require "util.stanza";
local timer = require "util.timer";

local LINE_LIMIT = 1000;
local MUC_USER = "http://jabber.org/protocol/muc#user";

local joins_per_second = module:get_option_number("muc_rate_joins", 3);
local leaves_per_second = module:get_option_number("muc_rate_leaves", 5);

-- Serves the room's line every second, until nobody is in it.
local function serve(room, line_name, timer_name, rate, turn)
  if room[timer_name] then return; end
  room[timer_name] = true;
  timer.add_task(1, function ()
    local line = room[line_name];
    if line.empty or line:count() == 0 then return; end
    for _ = 1, rate do
      local event = line:pop();
      if event then turn(event); end
    end
    if line:count() > 0 then return 1; end
    room[timer_name] = false;
  end);
end

local function has_token(room, name, rate)
  room[name] = room[name] or new_throttle(rate, 1);
  return room[name]:poll(1);
end

local function stand_in_line(room, name, event)
  room[name] = room[name] or new_queue(LINE_LIMIT);
  local is_in = room[name]:push(event);
  if not is_in then module:log("error", "No place is left in %s of %s", name, room.jid); end
  return is_in;
end

local function let_in(event)
  if event.room.destroying or not event.origin.conn then return; end
  event.stanza.delayed_join_skip = true;
  event.room:handle_normal_presence(event.origin, event.stanza);
end

module:hook("muc-occupant-pre-join", function (event)
  local room = event.room;
  if event.stanza.delayed_join_skip then
    event.stanza.delayed_join_skip = nil;
    return nil;
  end
  if has_token(room, "join_rate_throttle", joins_per_second) then
    if not room.join_rate_queue_timer then return nil; end
    return stand_in_line(room, "join_rate_presence_queue", event);
  end
  if not stand_in_line(room, "join_rate_presence_queue", event) then return nil; end
  serve(room, "join_rate_presence_queue", "join_rate_queue_timer", joins_per_second, let_in);
  return true;
end, 9);

local function tell_left(event)
  local room, occupant = event.room, event.occupant;
  local x = st.stanza("x", { xmlns = MUC_USER; });
  room:publicise_occupant_status(occupant, x, nil, nil, nil, event.orig_role);
  module:fire_event("muc-occupant-left", {
    room = room; nick = occupant.nick; occupant = occupant;
    origin = event.origin; stanza = event.stanza;
  });
end

module:hook("muc-occupant-pre-leave", function (event)
  local room, occupant = event.room, event.occupant;
  if has_token(room, "leave_rate_throttle", leaves_per_second) then return nil; end
  event.orig_role = occupant.role;
  if not stand_in_line(room, "leave_rate_presence_queue", event) then return nil; end
  occupant.role = nil;
  room:save_occupant(occupant);
  serve(room, "leave_rate_presence_queue", "leave_rate_queue_timer", leaves_per_second, tell_left);
  return true;
end);

module:hook("muc-room-destroyed", function (event)
  for _, name in ipairs { "join_rate_presence_queue"; "leave_rate_presence_queue"; } do
    if event.room[name] then event.room[name].empty = true; end
  end
end, 1);
