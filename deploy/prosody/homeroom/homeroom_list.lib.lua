-- Homeroom's own list of what should be open, which Prosody asks for after a start: its
-- own may have been lost meanwhile.

local validate = module:require "homeroom/validate";

return function (core)
  local lessons, command_handlers = core.lessons, core.command_handlers;
  local list = {};
  core.homeroom_list = list;

  -- Puts out people who came in before the list arrived, and whose pass it does not allow.
  local function put_out_lapsed(room)
    local record = lessons.find(room);
    if not record then return; end
    core.ending.cast_out(room, "removed", function (entry)
      return record.removed[entry.person];
    end);
    core.ending.cast_out(room, "revoked", function (entry) return record.void[entry.jti]; end);
  end

  local function take_lesson(wanted)
    local was = lessons.ended(wanted.slug, wanted.lessonId);
    if was then
      core.events.tell {
        kind = "ended"; slug = wanted.slug; lessonId = wanted.lessonId; reason = was.reason;
      };
      return true;
    end
    local is_lost = not lessons.is_open(wanted.slug, wanted.lessonId);
    local ok = command_handlers.open(wanted);
    local merged = lessons.change(wanted.slug, wanted.lessonId, function (record)
      validate.add_all(record.removed, wanted.removed);
      validate.add_all(record.void, wanted.voidPasses);
      if is_lost then
        validate.add_all(record.promoted, wanted.promoted);
        record.is_closed = wanted.isClosedToNewcomers == true;
        record.has_run = true;
      end
    end, true);
    put_out_lapsed(wanted.slug);
    if is_lost then core.grace.begin_after_loss(wanted.slug); end
    return ok and merged;
  end

  -- Opens what is missing, ends what Homeroom no longer knows, keeps removals and void
  -- passes of both sides. Returns true when all of it is on disk.
  function list.take_in(answer)
    local listed = {};
    local keys = command_handlers.by_command.keys;
    local is_kept = answer.kids == nil or keys { kids = answer.kids; };
    for _, wanted in ipairs(answer.lessons) do
      if validate.is_room(wanted.slug) and validate.is_text(wanted.lessonId) then
        listed[wanted.slug .. " " .. wanted.lessonId] = true;
        is_kept = take_lesson(wanted) and is_kept;
      end
    end
    local gone = {};
    for room, record in lessons.each() do
      -- A lesson that was opened after the report which this answers may be missing in the
      -- answer.
      local is_older = (core.outgoing.opened_in[room] or 0) < answer.message;
      if is_older and not listed[room .. " " .. record.lesson] then gone[room] = record.lesson; end
    end
    for room, lesson in pairs(gone) do
      core.ending.end_lesson(room, lesson, "meeting-lost", true);
    end
    core.connections.close_lapsed();
    return is_kept;
  end
end
