-- Loads a library that is a table of functions, or stops the module that asks for it: a
-- file that was emptied loads as nothing, and would be missed only when it is used.

local FUNCTIONS = {
  validate = { "is_text", "is_room", "add_all" };
  pass = { "read", "bind", "unbind", "of", "of_jid", "is_same_right" };
  files = { "read", "fingerprint" };
  refusal = { "text", "of_join", "of_request", "of_deed", "of_stray", "with_words" };
};

return function (name)
  local library = module:require("homeroom/" .. name);
  for _, wanted in ipairs(FUNCTIONS[name]) do
    if type(library) ~= "table" or type(library[wanted]) ~= "function" then
      error(("homeroom/%s.lib.lua is not whole: it lacks %s"):format(name, wanted), 0);
    end
  end
  return library;
end
