-- read-config.lua ROOT OPTION HOST …: what Prosody's own reader of settings makes of a host's
-- files that lie below ROOT; one line for each HOST (`*`: for all), lists with spaces between.
local root, option = arg[1], arg[2];
local source = "/usr/lib/prosody";
package.path = source .. "/?.lua;" .. package.path;
package.cpath = source .. "/?.so;" .. package.cpath;
rawset(_G, "prosody", {
  paths = { source = source; config = root .. "/etc/prosody" }; platform = "posix";
});

-- A path of the host's is one below ROOT; links of conf.d lead to conf.avail by their whole path.
local open = io.open;
local function there(path)
  if path:sub(1, #root) ~= root then path = root .. path; end
  local linked = path:gsub("/conf%.d/", "/conf.avail/");
  local file = open(linked, "r");
  if not file then return path; end
  file:close();
  return linked;
end
rawset(io, "open", function (path, mode) return open(there(path), mode); end);

local config = require "core.configmanager";
assert(config.load(root .. "/etc/prosody/prosody.cfg.lua"));
for i = 3, #arg do
  local value = config.get(arg[i], option);
  print(type(value) == "table" and table.concat(value, " ") or tostring(value));
end
