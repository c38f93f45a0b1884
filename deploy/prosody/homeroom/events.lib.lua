-- Reports to Homeroom: what happened, in order, repeated until acknowledged, and
-- whether this Prosody is healthy. Each message is signed and numbered within this
-- boot; the answer is signed too, acknowledges events, and may ask for a snapshot
-- or bring what should be open.

local array = require "util.array";
local hashes = require "util.hashes";
local http = require "net.http";
local json = require "util.json";
local new_id = require "util.id".medium;
local now = require "util.time".now;

local QUEUE_LIMIT = 2000;
local BATCH = 100;
local TIMEOUT_SECONDS = 20;
local MAX_WAIT_SECONDS = 15;
local FRESH_SECONDS = 300;

local function ms()
  return math.floor(now() * 1000);
end

return function (core, settings)
  local events = {};
  core.events = events;
  -- Outlives a reload of this module: the numbers must not start again. `opened_in` says
  -- after which message a room's lesson was opened.
  core.outgoing = core.outgoing or {
    seq = 0; queue = {}; wants_lessons = true;
  };
  local out = core.outgoing;

  -- `min_boot`: the number of a boot that Homeroom has heard of already.
  local function begin_boot(min_boot)
    out.boot = ("%d-%s"):format(core.lessons.next_boot(min_boot), new_id());
    out.message, out.opened_in = 0, {};
  end

  if not out.opened_in then begin_boot(); end
  local under_way, is_urgent, failures = false, false, 0;
  local timer;

  local function snapshot()
    local lessons, ended = array(), array();
    for room, record in core.lessons.each() do
      local occupants = array();
      for _, entry in core.presence.each(room) do
        if entry.is_in and entry.lesson == record.lesson then
          occupants:push(core.presence.describe(entry));
        end
      end
      lessons:push {
        slug = room; lessonId = record.lesson; order = record.applied or 0;
        occupants = occupants;
        promoted = array(core.lessons.names(record.promoted));
        removed = array(core.lessons.names(record.removed));
      };
    end
    for room, lesson, was in core.lessons.each_ended() do
      ended:push { slug = room; lessonId = lesson; reason = was.reason; at = was.at * 1000; };
    end
    return { seq = out.seq; at = ms(); lessons = lessons; ended = ended; };
  end

  local function message()
    if out.wants_snapshot then core.reconcile.all(); end
    out.message = out.message + 1;
    local batch = array();
    for i = 1, math.min(#out.queue, BATCH) do batch:push(out.queue[i]); end
    local is_healthy, cause = core.guard.check();
    if is_healthy then is_healthy, cause = core.trial.verdict(); end
    return {
      v = 1; boot = out.boot; message = out.message; at = ms(); events = batch;
      wantsLessons = out.wants_lessons;
      snapshot = out.wants_snapshot and snapshot() or nil;
      health = { isHealthy = is_healthy; cause = cause; };
    };
  end

  local function acknowledge(seq)
    while out.queue[1] and out.queue[1].seq <= seq do table.remove(out.queue, 1); end
  end

  local function is_authentic(body, response, sent)
    local signature = response and response.headers
      and response.headers["x-homeroom-signature"] or "";
    local expected = hashes.hmac_sha256(settings.event_key, body, true);
    if not hashes.equals(signature, expected) then return nil; end
    local answer = json.decode(body);
    if type(answer) ~= "table" or answer.v ~= 1 or answer.boot ~= out.boot then return nil; end
    if answer.message ~= sent or type(answer.at) ~= "number" then return nil; end
    local drift = (ms() - answer.at) / 1000;
    if math.abs(drift) > FRESH_SECONDS then
      module:log("error", "This clock is %d minutes %s Homeroom's: nothing is taken, either way",
        math.floor(math.abs(drift) / 60 + 0.5), drift < 0 and "behind" or "ahead of");
      return nil;
    end
    return answer;
  end

  -- Seconds until the next report. A snapshot that is wanted again was not good enough yet.
  local function take_in(answer)
    local had_snapshot = out.wants_snapshot;
    if type(answer.acknowledged) == "number" then acknowledge(answer.acknowledged); end
    out.wants_snapshot = answer.wantsSnapshot == true;
    if type(answer.lessons) == "table" and out.wants_lessons then
      out.wants_lessons = not core.homeroom_list.take_in(answer);
    end
    core.trial.try(answer.trialPass);
    if had_snapshot and out.wants_snapshot then return 1; end
    local is_more = is_urgent or out.wants_snapshot or #out.queue > 0;
    return is_more and 0 or settings.report_seconds;
  end

  local send;

  local function send_in(seconds)
    if timer then timer:stop(); end
    timer = module:add_timer(seconds, function () timer = nil; send(); end);
  end

  local function settle(body, code, response, sent)
    under_way = false;
    local answer = is_authentic(body, response, sent);
    if answer and code == 200 then
      failures = 0;
      return send_in(take_in(answer));
    end
    if answer and answer.code == "older-boot" and type(answer.lastBoot) == "number" then
      module:log("warn", "Homeroom has heard of a later start of Prosody: counting on from there");
      begin_boot(math.floor(answer.lastBoot));
      return send_in(1);
    end
    failures = failures + 1;
    module:log(failures == 1 and "warn" or "debug",
      "Homeroom did not take a report (%s); it will be repeated", tostring(code));
    send_in(math.min(2 ^ (failures - 1), MAX_WAIT_SECONDS, settings.report_seconds));
  end

  function send()
    if under_way or not settings.event_key then return; end
    under_way = true;
    local body = json.encode(message());
    is_urgent = false;
    local sent, is_settled = out.message, false;
    local function once(text, code, response)
      if is_settled then return; end
      is_settled = true;
      settle(text or "", code, response, sent);
    end
    module:add_timer(TIMEOUT_SECONDS, function () once(nil, "timeout"); end);
    http.request(settings.event_url, {
      method = "POST"; body = body;
      headers = {
        ["Content-Type"] = "application/json";
        ["X-Homeroom-Signature"] = hashes.hmac_sha256(settings.event_key, body, true);
      };
    }, once);
  end

  function events.tell(event)
    out.seq = out.seq + 1;
    event.seq, event.at = out.seq, ms();
    out.queue[#out.queue + 1] = event;
    -- Homeroom sees the gap by the numbers, and asks for a snapshot.
    if #out.queue > QUEUE_LIMIT then out.queue = {}; end
    if not under_way and failures == 0 then send_in(0); end
  end

  -- Something changed about the health: say so soon.
  function events.report_soon()
    is_urgent = true;
    if not under_way then send_in(0); end
  end

  -- Once every host is loaded.
  send_in(0.1);
end
