-- Whether the promises are in force at this very moment: asked at every sign-in.
-- Prosody runs on when a plugin fails to load, and then lets people in who should
-- not be. So each thing that this module leans on is looked for, with its handler,
-- and the two that could be switched off by an option are tried out.

local st = require "util.stanza";
local now = require "util.time".now;

local PROBE_KEPT_SECONDS = 6 * 3600;
local MIN_KEY_BYTES = 32;
local OPEN_PROVIDERS = { anonymous = true; ["jitsi-anonymous"] = true; token = true; };

return function (core, settings)
  local guard = {};

  local function module_of(host, name)
    local at = prosody.hosts[host];
    return at and at.modules[name];
  end

  -- The module's handler of an event, or nil when it is not listening: Jitsi's
  -- mod_token_verification stays loaded without its secret, and does nothing.
  local function handler_of(host, name, event)
    local loaded = module_of(host, name);
    local handlers = loaded and loaded.module and loaded.module.event_handlers;
    if not handlers then return nil; end
    for _, hooked, handler in handlers:iter(nil, nil, nil) do
      if hooked == event then return handler; end
    end
    return nil;
  end

  local function own_parts()
    local hosts = {
      domain = settings.domain; main = settings.main; breakout = settings.breakout;
      lobby = settings.lobby; focus = settings.focus_component;
    };
    for part, host in pairs(hosts) do
      if not core.loaded[part] or not module_of(host, "homeroom") then
        return "mod_homeroom is not loaded on " .. host;
      end
    end
  end

  local function keys()
    local secret = module:get_option_string("app_secret");
    local command, event = settings.command_key or "", settings.event_key or "";
    if #command < MIN_KEY_BYTES then return "homeroom_command_key is missing or too short"; end
    if #event < MIN_KEY_BYTES then return "homeroom_event_key is missing or too short"; end
    if command == event or command == secret or event == secret then
      return "homeroom_command_key, homeroom_event_key and app_secret must differ";
    end
  end

  local function sign_in()
    local host = prosody.hosts[settings.domain];
    if not host.users or host.users.name ~= "homeroom" then
      return 'authentication = "homeroom" is not in force on ' .. settings.domain;
    end
    for name, other in pairs(prosody.hosts) do
      if other.type == "local" and other.users and OPEN_PROVIDERS[other.users.name] then
        return ("anybody may sign in at %s: take this host out of Prosody's configuration "
          .. "(conf.d/jaas.cfg.lua, a guest host) and restart Prosody"):format(name);
      end
    end
  end

  local function neighbours()
    for _, name in ipairs { "token_verification"; "muc_meeting_id"; "muc_resource_validate"; } do
      if not handler_of(settings.main, name, "muc-occupant-pre-join") then
        return "mod_" .. name .. " is not in force on " .. settings.main;
      end
    end
    for _, host in ipairs { settings.main; settings.breakout; settings.lobby; } do
      local restricts = module:context(host):get_option("restrict_room_creation");
      if restricts ~= true and restricts ~= "admin" then
        return "restrict_room_creation is not set on " .. host;
      end
    end
    for name in pairs(prosody.hosts) do
      if module_of(name, "muc_allowners") then return "mod_muc_allowners is loaded on " .. name; end
    end
  end

  local function is_refused(name, nick)
    local handler = handler_of(settings.main, name, "muc-occupant-pre-join");
    local room_jid = "homeroom-probe@" .. settings.main;
    local person = "homeroom-probe@" .. settings.domain;
    local stanza = st.presence { from = person .. "/probe"; to = room_jid .. "/" .. nick; };
    local ok, result = pcall(handler, {
      origin = { type = "c2s"; send = function () end; };
      room = { jid = room_jid; _data = {}; };
      occupant = { nick = room_jid .. "/" .. nick; bare_jid = person; };
      stanza = stanza;
    });
    return ok and result ~= nil;
  end

  -- Tries the border with a stanza to the room where the bridges meet.
  local function is_border_open()
    local person = "homeroom-probe@" .. settings.domain;
    local stanza = st.iq {
      type = "get"; id = "probe"; from = person .. "/probe";
      to = "homeroom-probe@internal.auth." .. settings.domain;
    };
    stanza:tag("query", { xmlns = "http://jabber.org/protocol/disco#info" }):up();
    local is_held = prosody.hosts[settings.domain].events.fire_event("pre-iq/bare", {
      origin = { type = "c2s"; host = settings.domain; send = function () end; };
      stanza = stanza;
    });
    return not is_held;
  end

  local probed, probe_fault = {}, nil;
  module:hook_global("config-reloaded", function () probed = {}; end, -10);

  -- Each leaves an error line in the log, so they are repeated only where the answer can
  -- have changed: another handler, or options that were read again.
  local function probes()
    local event = "muc-occupant-pre-join";
    local verifies = handler_of(settings.main, "token_verification", event);
    local validates = handler_of(settings.main, "muc_resource_validate", event);
    local is_same = probed.verifies == verifies and probed.validates == validates
      and probed.border == core.border;
    if is_same and now() - probed.at < PROBE_KEPT_SECONDS then return probe_fault; end
    probe_fault = nil;
    probed = { at = now(); verifies = verifies; validates = validates; border = core.border; };
    if not is_refused("token_verification", "probe") then
      probe_fault = "mod_token_verification lets somebody in without a token";
    elseif not is_refused("muc_resource_validate", "x/focus") then
      probe_fault = "mod_muc_resource_validate lets a nickname pass for the focus";
    elseif is_border_open() then
      probe_fault = "what people send is not held at " .. settings.domain;
    end
    return probe_fault;
  end

  -- Prosody keeps a fetched key for ever, so Homeroom has to have said which count.
  local function trusted_keys()
    if settings.needs_kid and not core.lessons.trusted_kids() then
      return "Homeroom has not said yet which signing keys count";
    end
  end

  local exposure = module:require "homeroom/exposure"(settings);
  local function exposed()
    return exposure.http() or exposure.other_servers() or exposure.registration();
  end

  local function store()
    return core.lessons.fault and "the open list cannot be kept: " .. core.lessons.fault;
  end

  local said;

  -- true, or false and the cause, for the log and the administrator.
  function guard.check()
    local cause = own_parts() or keys() or sign_in() or neighbours() or exposed() or store()
      or trusted_keys() or probes();
    if cause ~= said then
      module:log(cause and "error" or "info", "%s", cause or "Everything is in force");
      said = cause;
      core.events.report_soon();
    end
    return cause == nil, cause;
  end

  -- Set last, so that a guard which did not load in full is not used.
  core.guard = guard;
end
