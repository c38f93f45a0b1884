-- Homeroom's part of docker-jitsi-meet's Prosody: lies in ${CONFIG}/prosody/config/conf.d/.
-- Which hosts load the module is said in .env (XMPP_MODULES and its like); see docs/docker.md.
-- Prosody reads this folder in no order. Nothing here depends on what comes before.

homeroom_domain = "meet.jitsi"
homeroom_main_muc = "muc.meet.jitsi"
homeroom_command_key_file = "/run/prosody/config/homeroom/command.key"
homeroom_event_key_file = "/run/prosody/config/homeroom/event.key"
homeroom_event_url = "http://homeroom.meet.jitsi:8081/internal/prosody/events"

-- nginx and Homeroom are in containers of their own. The port is not published: whoever reaches it
-- is on Jitsi's own network.
homeroom_http_from_elsewhere = true

-- The way to jicofo: there is no variable for its modules.
Component "focus.meet.jitsi" "client_proxy"
    modules_enabled = { "homeroom" }
