-- Who is in the meetings of the open lessons, with which pass, and the grace time
-- that begins when the last organizer has left. Promoted people keep no lesson
-- going. Moving to a breakout room is leaving and entering, so nothing ends at
-- once: a timer runs, and looks again.

local new_id = require "util.id".medium;
local jid_split = require "util.jid".split;

local SHORTEST_GRACE_SECONDS = 2;

return function (core, settings)
  local lessons = core.lessons;
  local presence = {};
  -- Entries by the occupant's address; they survive a reload of this module.
  core.present = core.present or {};
  core.grace = {};
  core.presence = presence;

  local function tell(kind, entry, more)
    local event = more or {};
    event.kind, event.slug, event.lessonId = kind, entry.room, entry.lesson;
    core.events.tell(event);
  end

  function presence.each(room)
    local nick, entry;
    return function ()
      repeat
        nick, entry = next(core.present, nick);
      until nick == nil or entry.room == room;
      return nick, entry;
    end;
  end

  function presence.at(nick)
    return core.present[nick];
  end

  function presence.has_organizer(room)
    for _, entry in presence.each(room) do
      if entry.is_owner and entry.is_in then return true; end
    end
    return false;
  end

  function presence.in_grace(room)
    return core.grace[room] ~= nil;
  end

  function presence.end_grace(room)
    local timer = core.grace[room];
    core.grace[room] = nil;
    if timer then timer:stop(); end
  end

  function presence.begin_grace(room, seconds)
    if core.grace[room] then return; end
    local record = lessons.find(room);
    if not record then return; end
    local lesson = record.lesson;
    local wait = math.max(seconds or record.grace, SHORTEST_GRACE_SECONDS);
    core.grace[room] = module:add_timer(wait, function ()
      core.grace[room] = nil;
      if lessons.is_open(room, lesson) and not presence.has_organizer(room) then
        core.ending.end_lesson(room, lesson, "organizers-left");
      end
    end);
  end

  -- After Prosody lost its open list it cannot know who was in.
  function presence.begin_grace_after_loss(room)
    presence.begin_grace(room, settings.loss_seconds);
  end

  local function remember(pass)
    local record = lessons.find(pass.room);
    if record.seen[pass.person] and (record.has_run or not pass.is_owner) then return; end
    lessons.change(pass.room, pass.lesson, function (changed)
      changed.seen[pass.person] = true;
      if pass.is_owner then changed.has_run = true; end
    end);
  end

  -- where: "main", "breakout" or "lobby"; who waits in the lobby is not in.
  function presence.enter(pass, jid, nick, where)
    local node = jid_split(nick);
    local entry = {
      id = new_id(); room = pass.room; lesson = pass.lesson; person = pass.person;
      jti = pass.jti; is_owner = pass.is_owner; jid = jid; nick = nick;
      is_in = where ~= "lobby"; breakout = where == "breakout" and node or nil;
    };
    core.present[nick] = entry;
    if not entry.is_in then return; end
    if pass.is_owner then presence.end_grace(pass.room); end
    remember(pass);
    tell("entered", entry, { occupant = presence.describe(entry); });
  end

  function presence.leave(nick)
    local entry = core.present[nick];
    if not entry then return; end
    core.present[nick] = nil;
    if not entry.is_in then return; end
    tell("left", entry, { occupantId = entry.id; personId = entry.person; });
    local record = lessons.find(entry.room);
    if record and record.has_run and not presence.has_organizer(entry.room) then
      presence.begin_grace(entry.room);
    end
  end

  function presence.describe(entry)
    local record = lessons.find(entry.room);
    return {
      occupantId = entry.id;
      personId = entry.person;
      passId = entry.jti;
      affiliation = entry.is_owner and "owner" or "member";
      isPromoted = record ~= nil and record.promoted[entry.person] == true;
      breakoutId = entry.breakout;
    };
  end

  -- A resumed connection brought a fresh pass of the same person.
  function presence.rebind(jid, pass)
    for _, entry in pairs(core.present) do
      if entry.jid == jid then entry.jti = pass.jti; end
    end
  end

  -- Lessons that ran before Prosody was restarted: their people may come back.
  for room, record in lessons.each() do
    if record.has_run and not presence.has_organizer(room) then presence.begin_grace(room); end
  end
end
