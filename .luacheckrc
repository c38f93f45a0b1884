-- luacheck of what runs inside Prosody: Lua 5.4, and what Prosody gives a module.
std = "lua54"
max_line_length = 100
read_globals = { "module", "prosody" }

-- Prosody calls it.
files["deploy/prosody/mod_homeroom.lua"].globals = { "module" }
