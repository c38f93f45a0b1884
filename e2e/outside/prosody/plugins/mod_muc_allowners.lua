-- Stands in for Jitsi's mod_muc_allowners, which must never be loaded: makes
-- everybody an owner.

module:hook("muc-occupant-joined", function (event)
  event.room:set_affiliation(true, event.occupant.bare_jid, "owner");
end, 2);
