-- The grace time: it begins when the last organizer has left. Moving to a breakout room
-- is leaving and entering, so nothing ends at once: a timer runs, and looks again.

local MIN_GRACE_SECONDS = 2;

return function (core, settings)
  local lessons = core.lessons;
  local grace = {};
  local timers = {};
  core.grace = grace;

  function grace.is_on(room)
    return timers[room] ~= nil;
  end

  function grace.stop(room)
    local timer = timers[room];
    timers[room] = nil;
    if timer then timer:stop(); end
  end

  local function begin(room, seconds)
    if timers[room] then return; end
    local record = lessons.find(room);
    if not record then return; end
    local lesson = record.lesson;
    timers[room] = module:add_timer(math.max(seconds or record.grace, MIN_GRACE_SECONDS),
      function ()
        timers[room] = nil;
        if lessons.is_open(room, lesson) and not core.presence.has_organizer(room) then
          core.ending.end_lesson(room, lesson, "organizers-left");
        end
      end);
  end

  -- Begins the grace time unless an organizer is in, or none has ever been: then Homeroom
  -- ends the lesson.
  function grace.begin_if_alone(room)
    local record = lessons.find(room);
    if record and record.has_run and not core.presence.has_organizer(room) then begin(room); end
  end

  -- After Prosody lost its open list it cannot know who was in.
  function grace.begin_after_loss(room)
    begin(room, settings.loss_seconds);
  end

  -- Lessons that ran before Prosody was restarted: their people may come back.
  for room in lessons.each() do grace.begin_if_alone(room); end
end
