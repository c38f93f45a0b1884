-- Whether values that came in over HTTP have the right form.

local validate = {};

function validate.is_text(value)
  return type(value) == "string" and #value > 0 and #value <= 256;
end

function validate.is_room(value)
  return validate.is_text(value) and value:match("^[a-z0-9][a-z0-9-]*$") ~= nil;
end

-- Adds the texts of the list to the set.
function validate.add_all(set, list)
  for _, name in ipairs(type(list) == "table" and list or {}) do
    if validate.is_text(name) then set[name] = true; end
  end
  return set;
end

return validate;
