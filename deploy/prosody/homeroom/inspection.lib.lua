-- What this Prosody is, for `homeroom doctor`: asked with a signed command, which changes
-- nothing. Which code runs and which lies on the disk, what listens where, who may sign in
-- on which host, and what did not load.

local array = require "util.array";
local modulemanager = require "core.modulemanager";
local now = require "util.time".now;
local portmanager = require "core.portmanager";

local whole = module:require "homeroom/whole";
local files = whole "files";

-- What Jitsi's token library and plugins ask for beyond Prosody's own.
local LIBRARIES = { "basexx"; "inspect"; "cjson.safe"; "openssl.digest"; };

return function (core, settings)
  local inspection = {};
  core.inspection = inspection;
  local own_folder = module:get_directory();

  -- Folders of plugins, but for Prosody's own, which its package restarts it for.
  local function plugin_folders()
    local folders = {};
    for _, host in pairs(prosody.hosts) do
      for _, loaded in pairs(host.modules) do
        local path = loaded.module and loaded.module.path;
        local folder = type(path) == "string" and path:match("^(/.*)/[^/]+$");
        local is_known = not folder or folder == own_folder
          or folder:find("/prosody/modules", 1, true);
        if not is_known then folders[folder] = true; end
      end
    end
    return folders;
  end

  -- Once everything is loaded. Outlives a reload of this module, which loads nothing of
  -- the others again.
  module:add_timer(0, function ()
    core.read_at_start = core.read_at_start or files.read(plugin_folders());
  end);

  local function changed_files()
    local changed, there = array(), files.read(plugin_folders());
    for path, hash in pairs(core.read_at_start or {}) do
      if there[path] ~= hash then changed:push(path); end
    end
    changed:sort();
    return changed;
  end

  local function running()
    local list = array();
    for _, fingerprint in pairs(core.fingerprints) do list:push(fingerprint); end
    return list;
  end

  local function services()
    local list = array();
    for service, interface, port in portmanager.get_active_services():iter(nil, nil, nil, nil) do
      list:push { name = service; interface = interface; port = port; };
    end
    return list;
  end

  local function not_loaded(name)
    local list = array();
    for wanted in modulemanager.get_modules_for_host(name) do
      local is_global = modulemanager.is_loaded("*", wanted);
      if not is_global and not modulemanager.is_loaded(name, wanted) then list:push(wanted); end
    end
    list:sort();
    return list;
  end

  local function hosts()
    local list = array();
    for name, host in pairs(prosody.hosts) do
      list:push {
        name = name; type = host.type;
        authentication = host.users and host.users.name or nil;
        notLoaded = not_loaded(name);
      };
    end
    return list;
  end

  local function libraries()
    local list = array();
    for _, name in ipairs(LIBRARIES) do
      list:push { name = name; isFound = (pcall(require, name)); };
    end
    return list;
  end

  function inspection.look()
    local is_healthy, cause = core.guard.check();
    if is_healthy then is_healthy, cause = core.trial.verdict(); end
    return {
      at = math.floor(now() * 1000);
      prosody = prosody.version; lua = _VERSION;
      domain = settings.domain; main = settings.main; focusComponent = settings.focus_component;
      health = { isHealthy = is_healthy; cause = cause; };
      allowsEmptyToken = module:get_option_boolean("allow_empty_token", false);
      isFocusThere = prosody.bare_sessions[settings.focus] ~= nil;
      module = {
        running = running(); onDisk = files.fingerprint(own_folder); folder = own_folder;
      };
      changedFiles = changed_files();
      services = services(); hosts = hosts(); libraries = libraries();
    };
  end
end
