-- What was read from the disk, told apart from what lies there now: after an upgrade
-- Prosody runs on with the old code until it is restarted.

local hashes = require "util.hashes";
local lfs = require "lfs";

local files = {};

local function hash_of(path)
  local file = io.open(path, "rb");
  if not file then return nil; end
  local content = file:read("*a");
  file:close();
  return content and hashes.sha256(content, true);
end

-- Adds the Lua files of a folder, and of those below it, to `found`: path to hash.
local function read_folder(folder, depth, found)
  local is_there, names, state = pcall(lfs.dir, folder);
  if not is_there then return found; end
  for name in names, state do
    local path = folder .. "/" .. name;
    local is_folder = not name:match("^%.") and lfs.attributes(path, "mode") == "directory";
    if name:match("^[^.].*%.lua$") then
      found[path] = hash_of(path);
    elseif depth > 0 and is_folder then
      read_folder(path, depth - 1, found);
    end
  end
  return found;
end

-- The folders' Lua files, by path, with what is in them.
function files.read(folders)
  local found = {};
  for folder in pairs(folders) do read_folder(folder, 2, found); end
  return found;
end

-- One hash for all files of this module, whatever folder it lies in: every file's name and
-- hash, in the order of names.
function files.fingerprint(folder)
  local lines = {};
  local function add(name)
    lines[#lines + 1] = name .. ":" .. (hash_of(folder .. "/" .. name) or "missing") .. "\n";
  end
  for path in pairs(read_folder(folder .. "/homeroom", 0, {})) do
    add("homeroom/" .. path:match("[^/]+$"));
  end
  add("mod_auth_homeroom.lua");
  add("mod_homeroom.lua");
  table.sort(lines);
  return hashes.sha256(table.concat(lines), true);
end

return files;
