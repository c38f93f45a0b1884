-- Who may come in, and when. Pure functions of the pass, the open list and who is in. Each
-- returns nil when it is allowed, or the code of the refusal.

return function (core, settings)
  local admission = {};

  -- Whether a pass counts at all, wherever it is shown.
  function admission.of_pass(pass)
    if not pass then return "no-pass"; end
    if settings.needs_kid and not admission.trusts_kid(pass.kid) then return "key-withdrawn"; end
    local lessons = core.lessons;
    local record = lessons and lessons.find(pass.room);
    if not record or record.lesson ~= pass.lesson then return "lesson-over"; end
    if record.removed[pass.person] then return "removed"; end
    if record.void[pass.jti] then return "revoked"; end
    return nil;
  end

  -- With signing keys that Prosody fetches and never forgets, Homeroom's list of
  -- trusted ones decides; before Homeroom said which, none is.
  function admission.trusts_kid(kid)
    local kids = core.lessons and core.lessons.trusted_kids();
    for _, trusted in ipairs(kids or {}) do
      if kid == trusted then return true; end
    end
    return false;
  end

  -- Whether the pass is for this room and for a lesson that is open, at whatever time.
  function admission.of_room(pass, room)
    local refused = admission.of_pass(pass);
    if refused then return refused; end
    if pass.room ~= room then return "wrong-room"; end
    return nil;
  end

  -- Whether the pass opens the room now: a member needs an organizer who is in, or has to
  -- be back within the grace time.
  function admission.now(pass, room)
    local refused = admission.of_room(pass, room);
    if refused or pass.is_owner then return refused; end
    local record = core.lessons.find(room);
    if record.is_closed and not record.seen[pass.person] then return "closed"; end
    if core.presence.has_organizer(room) then return nil; end
    if core.grace.is_on(room) and record.seen[pass.person] then return nil; end
    return "waiting";
  end

  function admission.is_organizer(pass)
    return pass ~= nil and pass.is_owner and admission.of_pass(pass) == nil;
  end

  function admission.is_promoted(pass)
    if not pass or admission.of_pass(pass) then return false; end
    local record = core.lessons.find(pass.room);
    return record.promotion and record.promoted[pass.person] == true;
  end

  return admission;
end
