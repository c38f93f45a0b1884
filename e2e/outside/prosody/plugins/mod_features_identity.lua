-- Stands in for Jitsi's mod_features_identity: components say through it that they are
-- there, in the disco of the VirtualHost.

module:hook("jitsi-add-identity", function (event)
  module:add_identity("component", event.name, event.host);
end);
