-- Commands from Homeroom, at POST /homeroom-commands of Prosody's HTTP port. Any
-- Host leads there, so the signature alone protects it; keep the path off the
-- public proxy all the same.
--
-- A command is taken once and within minutes; the same one again gets the same
-- answer. What each does stands in command_handlers.lib.lua.

local hashes = require "util.hashes";
local json = require "util.json";
local cache = require "util.cache";
local now = require "util.time".now;
local validate = module:require "homeroom/validate";

local FRESH_MS = 300 * 1000;
local MAX_BODY_BYTES = 256 * 1024;
local STATUS_OF = { superseded = 409; };
local NEEDS_PERSON = { remove = true; readmit = true; revoke = true; };

local function ms()
  return math.floor(now() * 1000);
end

return function (core, settings)
  local kinds = core.command_handlers.by_command;

  local function is_well_formed(message)
    local command = message.command;
    if message.v ~= 1 or not validate.is_text(message.id) then return; end
    if type(message.at) ~= "number" then return; end
    if type(command) ~= "table" or not kinds[command.kind] then return; end
    if type(command.order) ~= "number" then return; end
    if command.kind == "keys" then return type(command.kids) == "table"; end
    if command.kind == "inspect" then return true; end
    if not validate.is_room(command.slug) or not validate.is_text(command.lessonId) then return; end
    return not NEEDS_PERSON[command.kind] or validate.is_text(command.personId);
  end

  local answered = cache.new(2000);

  local function obey(message)
    local again = answered:get(message.id);
    if again then return again; end
    local ok, fault, code, latest_order, found = kinds[message.command.kind](message.command);
    local answer = {
      v = 1; answers = message.id; boot = core.outgoing.boot; at = ms(); ok = ok == true;
      code = not ok and (code or "not-durable") or nil; cause = not ok and fault or nil;
      order = not ok and latest_order or nil; found = found;
    };
    -- Only what was done is remembered: a refused command may be tried again under the
    -- same id, and an inspection may find something else.
    if ok and not found then answered:set(message.id, answer); end
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
    if request.body and #request.body > MAX_BODY_BYTES then return 413; end
    if not is_authentic(request) then return 401; end
    local message = json.decode(request.body);
    if type(message) ~= "table" or not is_well_formed(message) then return 400; end
    if math.abs(message.at - ms()) > FRESH_MS then return 401; end
    local answer = obey(message);
    return signed(response, answer.ok and 200 or STATUS_OF[answer.code] or 503, answer);
  end

  module:depends("http");
  module:provides("http", {
    name = "homeroom-commands";
    default_path = "/homeroom-commands";
    cors = { enabled = false; };
    route = { POST = handle; };
  });
end
