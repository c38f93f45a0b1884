-- What each of Homeroom's commands does. Its `order` grows with every command that
-- Homeroom gives, so that one that arrives late changes nothing that a later one has
-- decided. Each returns true once it is on disk, or nil and the fault.

local now = require "util.time".now;
local given = module:require "homeroom/given";

return function (core)
  local lessons = core.lessons;
  local deeds = { by_command = {}; };
  local kinds = deeds.by_command;
  core.deeds = deeds;

  -- Applies a change unless a later command about the same thing was applied.
  local function in_order(command, about, change, restricts)
    return lessons.change(command.slug, command.lessonId, function (record)
      if (record.order[about] or 0) >= command.order then return false; end
      record.order[about] = command.order;
      change(record);
    end, restricts);
  end

  local function lesson_of(command)
    return {
      lesson = command.lessonId;
      opened_at = tonumber(command.openedAt) or math.floor(now() * 1000);
      grace = tonumber(command.graceSeconds) or 120;
      promotion = command.allowsPromotion == true; lobby = command.usesLobby == true;
    };
  end

  -- Also when Prosody is not healthy, for what was open before.
  function deeds.open(command)
    local before = lessons.find(command.slug);
    local ok, fault = lessons.open(command.slug, lesson_of(command));
    local is_new = ok and lessons.is_open(command.slug, command.lessonId)
      and not (before and before.lesson == command.lessonId);
    -- Whoever still sits in the room belongs to a lesson before this one.
    if is_new then core.ending.clear(command.slug); end
    return ok, fault;
  end

  function kinds.open(command)
    local is_healthy, cause = core.guard.check();
    if not is_healthy then return nil, cause, "unhealthy"; end
    return deeds.open(command);
  end

  kinds["end"] = function (command)
    local reason = given.is_text(command.reason) and command.reason or "ended-by-organizer";
    return core.ending.end_lesson(command.slug, command.lessonId, reason, true);
  end

  function kinds.remove(command)
    local person = command.personId;
    local ok, fault = in_order(command, "removed " .. person, function (record)
      record.removed[person] = true;
      record.promoted[person] = nil;
    end, true);
    local record = lessons.find(command.slug);
    if record and record.lesson == command.lessonId and record.removed[person] then
      core.ending.cast_out(command.slug, "removed", function (entry)
        return entry.person == person;
      end);
    end
    return ok, fault;
  end

  function kinds.readmit(command)
    return in_order(command, "removed " .. command.personId, function (record)
      record.removed[command.personId] = nil;
    end);
  end

  function kinds.revoke(command)
    local void = given.add_all({}, command.passIds);
    local ok, fault = lessons.change(command.slug, command.lessonId, function (record)
      given.add_all(record.void, command.passIds);
      record.promoted[command.personId] = nil;
    end, true);
    core.ending.cast_out(command.slug, "revoked", function (entry) return void[entry.jti]; end);
    core.ending.disconnect(void);
    return ok, fault;
  end

  function kinds.newcomers(command)
    return in_order(command, "newcomers", function (record)
      record.is_closed = command.isClosed == true;
    end);
  end

  function kinds.keys(command)
    local kids = {};
    for kid in pairs(given.add_all({}, command.kids)) do kids[#kids + 1] = kid; end
    return lessons.trust_kids(kids, command.order);
  end
end
