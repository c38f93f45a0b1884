-- The name that others see is the pass's. Whatever else a client says of who
-- somebody is goes no further: e-mail, picture, another's identity.

local pass_lib = module:require "homeroom/pass";

local NICK = "http://jabber.org/protocol/nick";
local ABOUT_PERSON = { nick = true; email = true; identity = true; ["avatar-url"] = true; };

local function keep_anonymous(stanza)
  stanza:maptags(function (tag)
    if ABOUT_PERSON[tag.name] then return nil; end
    return tag;
  end);
end

return function ()
  -- After mod_presence_identity, which adds the identity at 0.
  local function name_presence(event)
    local origin, stanza = event.origin, event.stanza;
    keep_anonymous(stanza);
    local pass = pass_lib.of(origin);
    if pass and stanza.attr.type == nil then
      stanza:tag("nick", { xmlns = NICK; }):text(pass.name):up();
    end
  end

  local function name_message(event)
    keep_anonymous(event.stanza);
  end

  for _, place in ipairs { "bare"; "full"; } do
    module:hook("pre-presence/" .. place, name_presence, -1);
    module:hook("pre-message/" .. place, name_message, -1);
  end
end
