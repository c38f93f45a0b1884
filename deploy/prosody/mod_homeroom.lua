-- mod_homeroom: holds Homeroom's promises inside Jitsi's Prosody.
--
-- Anyone can open Jitsi's address by hand and speak XMPP with a valid pass, so
-- every rule about who may come in, who moderates and when a lesson ends is
-- kept here, and Homeroom is told what really happens. See docs/jitsi.md.
--
-- Load it, by this one name, on five hosts: the VirtualHost, the main MUC, the
-- breakout MUC, the lobby MUC and the focus component. On the VirtualHost also
-- set authentication = "homeroom": it asks this module before anybody gets in.
--
-- Options, in the global section of Prosody's configuration:
--
--   homeroom_domain            the VirtualHost of the meetings. Required.
--   homeroom_command_key[_file] signs commands from Homeroom, ≥ 32 characters. Required.
--   homeroom_event_key[_file]  signs reports to Homeroom, ≥ 32 characters. Required.
--                              The two differ from each other and from app_secret.
--   homeroom_event_url         Homeroom's internal listener; default
--                              "http://127.0.0.1:8081/internal/prosody/events"
--   homeroom_main_muc          default "conference." .. homeroom_domain
--   homeroom_breakout_muc      default "breakout." .. homeroom_domain
--   homeroom_lobby_muc         default "lobby." .. homeroom_domain
--   homeroom_focus_component   default "focus." .. homeroom_domain
--   homeroom_focus_jid         jicofo's account; default "focus@auth." .. homeroom_domain
--   homeroom_recorders         exact JIDs that may come in while an organizer is in; default {}
--   homeroom_http_from_elsewhere  true where nginx or Homeroom reach Prosody's HTTP from another
--                              machine or container; default false
--   homeroom_loss_seconds      how long a lesson waits for its organizer when the open list was
--                              lost and came back from Homeroom; default 300
--   homeroom_report_seconds    how often health is reported; default 30
--
-- Written for Prosody 0.12 and 13. What it leans on, and checks before each
-- sign-in, stands in homeroom/guard.lib.lua.

local timer = require "util.timer";
local settings = module:require "homeroom/settings";

local part = settings.part_of(module.host);
if not part then
  module:log("error", "homeroom has no business on %s: not one of its five hosts", module.host);
  return;
end

-- One table for all five hosts. What needs memory or disk lives on the VirtualHost.
local core = module:shared "/*/homeroom/core";
core.loaded = core.loaded or {};

local libraries = {
  domain = {
    "lessons", "presence", "grace", "reconcile", "connections", "ending", "promotion", "lobby",
    "events", "guard", "inspection", "command_handlers", "homeroom_list", "commands", "border",
    "limits", "features", "names", "resume", "trial",
  };
  main = { "throttle", "gate", "rights", "forms" };
  breakout = { "throttle", "gate", "rights", "forms" };
  lobby = { "throttle", "gate", "rights", "forms" };
  focus = { "conference_request" };
};

local whole = module:require "homeroom/whole";
for _, name in ipairs { "validate"; "pass"; "refusal"; "files"; } do whole(name); end
-- Of the code that is loaded here, whatever lies there later.
core.fingerprints = core.fingerprints or {};
core.fingerprints[part] = whole "files".fingerprint(module:get_directory());

for _, name in ipairs(libraries[part]) do
  module:require("homeroom/" .. name)(core, settings, part);
end

core.loaded[part] = true;

-- From here on the guard refuses every sign-in until it is loaded again. A reload that
-- failed would leave those who are connected without any rule: they go.
function module.unload()
  core.loaded[part] = nil;
  local connections = core.connections;
  timer.add_task(0, function ()
    if not core.loaded[part] and connections then connections.close_all("unhealthy"); end
  end);
end
