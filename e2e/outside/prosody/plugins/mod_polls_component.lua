-- Stands in for Jitsi's mod_polls_component: keeps the polls of a room and tells all in
-- it. Whoever is in makes them, since nothing sets pollCreationRestricted.

local json = require "util.json";
local meeting = module:require "stand_in/meeting";

local PAYLOAD_LIMIT = 1024;
local main_host = "conference." .. module:get_option_string("muc_mapper_domain_base");

local function named_answers(answers)
  local named = {};
  for _, answer in ipairs(answers) do named[#named + 1] = { name = answer.name; }; end
  return named;
end

module:hook("message/host", function (event)
  local session, stanza = event.origin, event.stanza;
  if stanza.attr.type == "groupchat" or stanza:get_child("body") then return; end
  local content = stanza:get_child("json-message", "http://jitsi.org/jitmeet")
    or stanza:get_child("json-message");
  local main = meeting.main_of(session, main_host);
  if not content or not main then return; end
  local occupant, room = meeting.occupant(main, stanza.attr.from);
  local text = content:get_text() or "";
  local poll = #text < PAYLOAD_LIMIT and json.decode(text);
  if not occupant or type(poll) ~= "table" or poll.type ~= "polls" then return true; end
  room.polls = room.polls or {};
  if poll.command == "new-poll" and not room.polls[poll.pollId] then
    poll.answers, poll.senderId = named_answers(poll.answers), occupant.nick:match("/(.*)$");
    room.polls[poll.pollId] = poll;
    meeting.tell_all(module.host, room, poll);
  elseif poll.command == "answer-poll" and room.polls[poll.pollId] then
    poll.senderId = occupant.nick:match("/(.*)$");
    meeting.tell_all(module.host, room, poll);
  end
  return true;
end);
