-- The options of mod_homeroom, read once per host. Explained in mod_homeroom.lua.

local jid_prep = require "util.jid".prep;
local set = require "util.set";

local function key(name)
  local value = module:get_option_string(name);
  if value then return value; end
  local path = module:get_option_string(name .. "_file");
  local file = path and io.open(path, "r");
  if not file then return nil; end
  value = file:read("*a"):gsub("%s+$", "");
  file:close();
  return value;
end

local domain = module:get_option_string("homeroom_domain");
if not domain then error("homeroom_domain is not set", 0); end

local function host(option, prefix)
  return module:get_option_string(option, prefix .. "." .. domain);
end

-- Options of the VirtualHost count there, wherever this is asked.
local key_server = module:context(domain):get_option_string("asap_key_server");

local settings = {
  domain = domain;
  main = host("homeroom_main_muc", "conference");
  breakout = host("homeroom_breakout_muc", "breakout");
  lobby = host("homeroom_lobby_muc", "lobby");
  focus_component = host("homeroom_focus_component", "focus");
  focus = jid_prep(module:get_option_string("homeroom_focus_jid", "focus@auth." .. domain));
  recorders = set.new(module:get_option_array("homeroom_recorders", {})) / jid_prep;
  command_key = key("homeroom_command_key");
  event_key = key("homeroom_event_key");
  event_url = module:get_option_string("homeroom_event_url",
    "http://127.0.0.1:8081/internal/prosody/events");
  http_from_elsewhere = module:get_option_boolean("homeroom_http_from_elsewhere", false);
  -- Signed with keys that Prosody fetches by their name (RS256).
  needs_kid = key_server ~= nil;
  loss_seconds = module:get_option_number("homeroom_loss_seconds", 300);
  report_seconds = module:get_option_number("homeroom_report_seconds", 30);
};

local parts = {
  [settings.domain] = "domain";
  [settings.main] = "main";
  [settings.breakout] = "breakout";
  [settings.lobby] = "lobby";
  [settings.focus_component] = "focus";
};

function settings.part_of(name)
  return parts[name];
end

return settings;
