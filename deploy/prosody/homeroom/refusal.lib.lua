-- What is answered to somebody who may not come in. The texts reach the page
-- around the meeting, which has a sentence for each.

local st = require "util.stanza";

local NOT_YET = { waiting = true; };

local refusal = {};

function refusal.text(code)
  return "homeroom:" .. code;
end

-- At a MUC. Jitsi's client hands type cancel, not-allowed and its text to the page.
function refusal.of_join(origin, stanza, code)
  origin.send(st.error_reply(stanza, "cancel", "not-allowed", refusal.text(code)));
  return true;
end

-- To a conference request. not-authorized makes Jitsi's client wait and ask again
-- every five seconds, until it gets in by itself; not-allowed makes it give up.
function refusal.of_request(origin, stanza, code)
  if NOT_YET[code] then
    origin.send(st.error_reply(stanza, "auth", "not-authorized", refusal.text(code)));
  else
    origin.send(st.error_reply(stanza, "cancel", "not-allowed", refusal.text(code)));
  end
  return true;
end

-- Answers an action, in words that Jitsi's client shows as they are.
function refusal.with_words(origin, stanza, words)
  if stanza.attr.type ~= "error" and stanza.attr.type ~= "result" then
    origin.send(st.error_reply(stanza, "auth", "forbidden", words));
  end
  return true;
end

function refusal.of_deed(origin, stanza)
  return refusal.with_words(origin, stanza, refusal.text("organizers-only"));
end

-- Answers a stanza that should not have been sent there at all.
function refusal.of_stray(origin, stanza, code)
  return refusal.with_words(origin, stanza, refusal.text(code));
end

return refusal;
