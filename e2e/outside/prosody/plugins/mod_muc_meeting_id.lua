-- Stands in for Jitsi's mod_muc_meeting_id: gives a meeting its id, keeps people in
-- a queue until the focus is in, and takes the affiliation from who was kicked.

local uuid = require "util.uuid".generate;
local queue = require "util.queue";

module:hook("muc-room-created", function (event)
  event.room._data.meetingId = uuid();
end);

module:hook("muc-broadcast-presence", function (event)
  if event.x:get_child_with_attr("status", nil, "code", "307") then
    event.room:set_affiliation(event.actor, event.occupant.bare_jid, "none");
  end
end);

local function let_in(room)
  local waiting = room.pre_join_queue;
  room._data.jicofo_lock, room.pre_join_queue = false, nil;
  if not waiting then return; end
  for _, event in waiting:items() do
    if event.origin.conn then room:handle_normal_presence(event.origin, event.stanza); end
  end
end

module:hook("muc-occupant-pre-join", function (event)
  local room = event.room;
  if room._data.jicofo_lock == false then return; end
  if event.occupant.nick:sub(-6) == "/focus" then
    let_in(room);
    return;
  end
  room._data.jicofo_lock = true;
  room.pre_join_queue = room.pre_join_queue or queue.new(500);
  room.pre_join_queue:push(event);
  return true;
end, 8);
