-- Homeroom's part of Prosody's configuration, written by `homeroom install`: changes made
-- here are lost when it runs again. Settings of the school's own belong into the files of
-- Jitsi and Prosody, which this one is read after; `homeroom uninstall` takes it out.
--
-- Written for Prosody 0.12 and 13. It opens hosts again that Jitsi's file has described:
-- what is set here counts, everything else stays. A list of modules would be replaced as a
-- whole, so the ones that are there are looked up, and ours are put to them.

local Lua = Lua or _G;

local hosts;
for i = 1, 50 do
  local name, value = Lua.debug.getupvalue(VirtualHost, i);
  if name == "config_table" then hosts = value; end
end
if not hosts then Lua.error("Homeroom does not know this version of Prosody", 0); end

local function option(host, name)
  local options = Lua.rawget(hosts, host);
  return options and Lua.rawget(options, name);
end

-- The list that is there, without some, and with others at its end, or at its beginning.
local function list(host, name, change)
  local there = option(host, name);
  if Lua.type(there) == "string" then there = { there }; end
  local leave_out, result = {}, {};
  local function add(names)
    for _, one in Lua.ipairs(names or {}) do
      if not leave_out[one] then leave_out[one] = true; Lua.table.insert(result, one); end
    end
  end
  for _, one in Lua.ipairs(change.without or {}) do leave_out[one] = true; end
  add(change.first);
  add(there);
  add(change.last);
  return result;
end

local function read_key(name)
  local file = Lua.assert(Lua.io.open("@KEYS@/" .. name, "r"));
  local key = file:read("*a"):gsub("%s+$", "");
  file:close();
  return key;
end

-- They make owners, let people wait, or let them past, by rules of their own.
local others_rules = {
  "muc_allowners"; "muc_wait_for_host"; "persistent_lobby"; "lobby_autostart";
  "lobby_autostart_on_owner"; "token_affiliation_legacy"; "token_owner_party";
  "token_lobby_autostart"; "token_lobby_bypass"; "token_lobby_ondemand"; "secure_domain_lobby_bypass";
};

---- For all hosts

plugin_paths = list("*", "plugin_paths", { first = { "@PLUGINS@" } })

homeroom_domain = "@DOMAIN@"
homeroom_main_muc = "@MAIN@"
homeroom_breakout_muc = "@BREAKOUT@"
homeroom_lobby_muc = "@LOBBY@"
homeroom_focus_component = "@FOCUS@"
homeroom_focus_jid = "@FOCUS_ACCOUNT@"
homeroom_command_key_file = "@KEYS@/command.key"
homeroom_event_key_file = "@KEYS@/event.key"
homeroom_event_url = "http://127.0.0.1:@INTERNAL_PORT@/internal/prosody/events"

-- Prosody's HTTP is for nginx and Homeroom on this machine. Port 5281 would be open to
-- everybody, past nginx, as soon as there is a certificate.
http_interfaces = { "127.0.0.1", "::1" }
https_ports = { }
http_default_host = "@DOMAIN@"

-- People would come from other servers without a pass, or make themselves an account.
modules_disabled = list("*", "modules_disabled", { last = { "s2s" } })
allow_registration = false

-- A token of somebody else's must not open this Jitsi: said again for its host, below.
cache_keys_url = nil
asap_key_server = nil

---- Who may sign in

VirtualHost "@DOMAIN@"
  authentication = "homeroom"
  app_id = "@APP_ID@"
@TOKENS@
  allow_empty_token = false
  enable_domain_verification = false
  asap_accepted_issuers = { "@APP_ID@" }
  asap_accepted_audiences = { "@APP_ID@" }
  asap_require_room_claim = true
  cache_keys_url = nil
  modules_enabled = list("@DOMAIN@", "modules_enabled", {
    without = others_rules; last = { "muc_lobby_rooms"; "muc_breakout_rooms"; "homeroom" };
  })
  main_muc = "@MAIN@"
  breakout_rooms_muc = "@BREAKOUT@"
  lobby_muc = "@LOBBY@"

---- Where meetings are

Component "@MAIN@" "muc"
  restrict_room_creation = true
  modules_enabled = list("@MAIN@", "modules_enabled", {
    without = others_rules;
    last = { "muc_meeting_id"; "muc_resource_validate"; "token_verification"; @AFFILIATION@"homeroom" };
  })

Component "@BREAKOUT@" "muc"
  restrict_room_creation = true
  modules_enabled = list("@BREAKOUT@", "modules_enabled", {
    without = others_rules; last = { "homeroom" };
  })

Component "@LOBBY@" "muc"
  restrict_room_creation = true
  modules_enabled = list("@LOBBY@", "modules_enabled", {
    without = others_rules; last = { "homeroom" };
  })

-- The way to jicofo.
Component "@FOCUS@" "client_proxy"
  modules_enabled = list("@FOCUS@", "modules_enabled", { last = { "homeroom" } })

---- Where anybody could sign in
@CLOSED@
