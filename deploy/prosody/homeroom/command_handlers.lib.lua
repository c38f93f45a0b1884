-- What each of Homeroom's commands does. Its `order` grows with every command that
-- Homeroom gives, so that one that arrives late changes nothing that a later one has
-- decided: it is superseded. The same order again is a repetition.
--
-- Each returns true once it is on disk; or nil, the fault, the code for Homeroom, and the
-- order that stands when it is superseded.

local validate = module:require "homeroom/validate";

return function (core)
  local lessons = core.lessons;
  local command_handlers = { by_command = {}; };
  local kinds = command_handlers.by_command;
  core.command_handlers = command_handlers;

  local function superseded(latest_order)
    return nil, "a later command stands", "superseded", latest_order;
  end

  -- Until Homeroom's list has come after a start, a lesson that is missing here may still
  -- be open.
  local function is_awaited(command)
    return core.outgoing.wants_lessons and not lessons.is_open(command.slug, command.lessonId)
      and not lessons.ended(command.slug, command.lessonId);
  end

  local function awaited()
    return nil, "Homeroom has not said yet what is open", "unhealthy";
  end

  local function change(command, apply, restricts)
    if is_awaited(command) then return awaited(); end
    return lessons.change(command.slug, command.lessonId, function (record)
      local has_changed = apply(record);
      record.applied = math.max(record.applied or 0, command.order);
      return has_changed;
    end, restricts);
  end

  -- Applies a change unless a later command about the same thing was applied.
  local function in_order(command, about, apply, restricts)
    local record = lessons.find(command.slug);
    local is_open = lessons.is_open(command.slug, command.lessonId);
    local latest_order = is_open and record.order[about] or 0;
    if latest_order > command.order then return superseded(latest_order); end
    return change(command, function (changed)
      if latest_order == command.order then return false; end
      changed.order[about] = command.order;
      apply(changed);
    end, restricts);
  end

  local function lesson_of(command)
    return {
      lesson = command.lessonId;
      grace = tonumber(command.graceSeconds) or 120;
      promotion = command.allowsPromotion == true; lobby = command.usesLobby == true;
    };
  end

  -- Allowed while Prosody is not healthy, too, for a lesson that was open before.
  function command_handlers.open(command)
    local before = lessons.find(command.slug);
    local ok, fault = lessons.open(command.slug, lesson_of(command), command.order);
    local is_new = ok and lessons.is_open(command.slug, command.lessonId)
      and not (before and before.lesson == command.lessonId);
    if is_new then
      core.outgoing.opened_in[command.slug] = core.outgoing.message;
      -- People who are still in the room belong to an earlier lesson.
      core.ending.clear(command.slug, before and before.lesson);
    end
    return ok, fault;
  end

  function kinds.open(command)
    local is_healthy, cause = core.guard.check();
    if not is_healthy then return nil, cause, "unhealthy"; end
    if lessons.is_open(command.slug, command.lessonId) then return kinds.configure(command); end
    local latest_order = lessons.opening(command.slug);
    if latest_order >= command.order and not lessons.ended(command.slug, command.lessonId) then
      return superseded(latest_order);
    end
    return command_handlers.open(command);
  end

  function kinds.configure(command)
    local lobby_before, demoted;
    local ok, fault, code, latest_order = in_order(command, "settings", function (record)
      local wanted = lesson_of(command);
      lobby_before = record.lobby;
      record.grace, record.promotion, record.lobby = wanted.grace, wanted.promotion, wanted.lobby;
      if wanted.promotion then return; end
      demoted = lessons.names(record.promoted);
      record.promoted = {};
    end, true);
    for _, person in ipairs(demoted or {}) do
      core.promotion.withdraw(command.slug, command.lessonId, person);
    end
    if lobby_before ~= nil then core.lobby.follow(command.slug, lobby_before); end
    return ok, fault, code, latest_order;
  end

  kinds["end"] = function (command)
    local reason = validate.is_text(command.reason) and command.reason or "ended-by-organizer";
    return core.ending.end_lesson(command.slug, command.lessonId, reason, true);
  end

  function kinds.remove(command)
    local person = command.personId;
    local ok, fault, code, latest_order = in_order(command, "removed " .. person, function (record)
      record.removed[person] = true;
      record.promoted[person] = nil;
    end, true);
    local record = lessons.find(command.slug);
    if record and record.lesson == command.lessonId and record.removed[person] then
      core.ending.put_out_person(command.slug, command.lessonId, person);
    end
    return ok, fault, code, latest_order;
  end

  function kinds.readmit(command)
    return in_order(command, "removed " .. command.personId, function (record)
      record.removed[command.personId] = nil;
    end);
  end

  -- Needs no order, since a void pass stays void. It takes nothing back but the pass.
  function kinds.revoke(command)
    local void = validate.add_all({}, command.passIds);
    local ok, fault, code = change(command, function (record)
      validate.add_all(record.void, command.passIds);
    end, true);
    core.ending.cast_out(command.slug, "revoked", function (entry) return void[entry.jti]; end);
    core.connections.close("revoked", function (pass) return void[pass.jti]; end);
    return ok, fault, code;
  end

  function kinds.newcomers(command)
    return in_order(command, "newcomers", function (record)
      record.is_closed = command.isClosed == true;
    end);
  end

  -- Changes nothing. The fifth result is what was found.
  function kinds.inspect()
    return true, nil, nil, nil, core.inspection.look();
  end

  function kinds.keys(command)
    local kids = {};
    for kid in pairs(validate.add_all({}, command.kids)) do kids[#kids + 1] = kid; end
    local ok, fault, latest_order = lessons.trust_kids(kids, command.order);
    return ok, fault, latest_order and "superseded", latest_order;
  end
end
