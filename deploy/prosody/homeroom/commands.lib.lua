-- Commands from Homeroom, at POST /homeroom-commands of Prosody's HTTP port. Any
-- Host leads there, so the signature alone protects it; keep the path off the
-- public proxy all the same.
--
-- A command is taken once and within minutes; the same one again gets the same
-- answer. Its `order` grows with every command that Homeroom gives, so that one
-- that arrives late changes nothing that a later one has decided. It is answered
-- when it is on disk.

local hashes = require "util.hashes";
local json = require "util.json";
local cache = require "util.cache";
local now = require "util.time".now;

local FRESH_MS = 300 * 1000;
local LONGEST_BODY = 256 * 1024;
-- A lesson that Homeroom opened a moment ago may be missing in its own list.
local JUST_OPENED_SECONDS = 120;

local function ms()
  return math.floor(now() * 1000);
end

local function is_text(value)
  return type(value) == "string" and #value > 0 and #value <= 256;
end

local function is_room(value)
  return is_text(value) and value:match("^[a-z0-9][a-z0-9-]*$") ~= nil;
end

local function set_of(list)
  local set = {};
  for _, name in ipairs(type(list) == "table" and list or {}) do
    if is_text(name) then set[name] = true; end
  end
  return set;
end

local function add_all(set, more)
  for name in pairs(more) do set[name] = true; end
end

return function (core, settings)
  local lessons = core.lessons;
  local commands = {};
  core.commands = commands;

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
      lesson = command.lessonId; opened_at = tonumber(command.openedAt) or ms();
      grace = tonumber(command.graceSeconds) or 120;
      promotion = command.allowsPromotion == true; lobby = command.usesLobby == true;
    };
  end

  local function open(command)
    local before = lessons.find(command.slug);
    local ok, fault = lessons.open(command.slug, lesson_of(command));
    local is_new = ok and lessons.is_open(command.slug, command.lessonId)
      and not (before and before.lesson == command.lessonId);
    -- Whoever still sits in the room belongs to a lesson before this one.
    if is_new then core.ending.clear(command.slug); end
    return ok, fault;
  end

  local kinds = {};

  function kinds.open(command)
    local is_healthy, cause = core.guard.check();
    if not is_healthy then return nil, cause, "unhealthy"; end
    return open(command);
  end

  kinds["end"] = function (command)
    local reason = is_text(command.reason) and command.reason or "ended-by-organizer";
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
    local void = set_of(command.passIds);
    local ok, fault = lessons.change(command.slug, command.lessonId, function (record)
      add_all(record.void, void);
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
    for kid in pairs(set_of(command.kids)) do kids[#kids + 1] = kid; end
    return lessons.trust_kids(kids, command.order);
  end

  local NEEDS_PERSON = { remove = true; readmit = true; revoke = true; };

  local function is_well_formed(message)
    local command = message.command;
    if message.v ~= 1 or not is_text(message.id) or type(message.at) ~= "number" then return; end
    if type(command) ~= "table" or not kinds[command.kind] then return; end
    if type(command.order) ~= "number" then return; end
    if command.kind == "keys" then return type(command.kids) == "table"; end
    if not is_room(command.slug) or not is_text(command.lessonId) then return; end
    return not NEEDS_PERSON[command.kind] or is_text(command.personId);
  end

  -- Homeroom's own list, asked for after a start: opens what is missing, ends what
  -- Homeroom no longer knows, keeps removals and void passes of both sides.
  function commands.take_lessons(answer)
    local listed = {};
    local is_kept = answer.kids == nil or kinds.keys { kids = answer.kids; order = answer.at };
    for _, wanted in ipairs(answer.lessons) do
      if is_room(wanted.slug) and is_text(wanted.lessonId) then
        listed[wanted.slug .. " " .. wanted.lessonId] = true;
        is_kept = commands.take_lesson(wanted) and is_kept;
      end
    end
    local gone = {};
    for room, record in lessons.each() do
      local is_old = os.time() - (record.received_at or 0) > JUST_OPENED_SECONDS;
      if is_old and not listed[room .. " " .. record.lesson] then gone[room] = record.lesson; end
    end
    for room, lesson in pairs(gone) do
      core.ending.end_lesson(room, lesson, "meeting-lost", true);
    end
    return is_kept;
  end

  function commands.take_lesson(wanted)
    local was = lessons.ended(wanted.slug, wanted.lessonId);
    if was then
      core.events.tell {
        kind = "ended"; slug = wanted.slug; lessonId = wanted.lessonId; reason = was.reason;
      };
      return true;
    end
    local is_lost = not lessons.is_open(wanted.slug, wanted.lessonId);
    local ok = open(wanted);
    local merged = lessons.change(wanted.slug, wanted.lessonId, function (record)
      add_all(record.removed, set_of(wanted.removed));
      add_all(record.void, set_of(wanted.voidPasses));
      if is_lost then
        add_all(record.promoted, set_of(wanted.promoted));
        record.is_closed = wanted.isClosedToNewcomers == true;
        record.has_run = true;
      end
    end, true);
    if is_lost then core.presence.begin_grace_after_loss(wanted.slug); end
    return ok and merged;
  end

  local answered = cache.new(2000);

  local function obey(message)
    local again = answered:get(message.id);
    if again then return again; end
    local ok, fault, code = kinds[message.command.kind](message.command);
    local answer = {
      v = 1; answers = message.id; boot = core.outgoing.boot; at = ms(); ok = ok == true;
      code = not ok and (code or "not-durable") or nil; cause = not ok and fault or nil;
    };
    -- A refusal may be tried again under the same name.
    if ok then answered:set(message.id, answer); end
    return answer;
  end

  local function signed(response, status, value)
    local body = json.encode(value);
    response.status_code = status;
    response.headers.content_type = "application/json";
    response.headers.x_homeroom_signature = hashes.hmac_sha256(settings.command_key, body, true);
    return response:send(body);
  end

  local function is_authentic(request)
    local signature = request.headers.x_homeroom_signature;
    if not settings.command_key or not signature or not request.body then return false; end
    return hashes.equals(signature, hashes.hmac_sha256(settings.command_key, request.body, true));
  end

  local function handle(event)
    local request, response = event.request, event.response;
    if request.body and #request.body > LONGEST_BODY then return 413; end
    if not is_authentic(request) then return 401; end
    local message = json.decode(request.body);
    if type(message) ~= "table" or not is_well_formed(message) then return 400; end
    if math.abs(message.at - ms()) > FRESH_MS then return 401; end
    local answer = obey(message);
    return signed(response, answer.ok and 200 or 503, answer);
  end

  module:depends("http");
  module:provides("http", {
    name = "homeroom-commands";
    default_path = "/homeroom-commands";
    cors = { enabled = false; };
    route = { POST = handle; };
  });
end
