/*
 * Homeroom's part of Jitsi's config.js. Appended to /etc/jitsi/meet/DOMAIN-config.js, or to
 * custom-config.js in Docker, after `config` has been made. Browsers and Jitsi's apps read
 * it. What Homeroom's frame may set by itself is in src/meeting/frame-config.ts; here is what
 * only the server may set, and what holds without the frame.
 */
(function () {
  /* Where Homeroom is; the same host unless it has one of its own. */
  const homeroom = 'https://meet.example.org';

  /** Somebody without a pass, or with an expired one, is led to the room's page. */
  config.tokenAuthUrl = homeroom + '/homeroom/rooms/{room}';
  /* No other sign-in beside it: a provider's in the browser, guests, jicofo past Prosody. */
  config.tokenAuthInline = false;
  delete config.sso;
  delete config.tokenLogoutUrl;
  delete config.conferenceRequestUrl;
  if (config.hosts) {
    delete config.hosts.anonymousdomain;
    delete config.hosts.authdomain;
  }
  /** Everybody waits for the teacher, so nobody is offered to say that they are the host. */
  config.hideLoginButton = true;
  config.prejoinConfig = Object.assign({}, config.prejoinConfig, { enabled: false });

  /* Passes carry no right to record, and nobody is invited by a link. */
  config.localRecording = Object.assign({}, config.localRecording, { disable: true });
  config.disableInviteFunctions = true;

  /* No address of a student leaves the school: neither to Gravatar nor to Jitsi's STUN server.
     An empty list leaves the STUN and TURN servers that Prosody names (external_services);
     without it Jitsi's client has one of its own. */
  config.disableThirdPartyRequests = true;
  config.p2p = Object.assign({}, config.p2p, { stunServers: [] });

  /* A meeting's address that is opened by hand leads to the room's page, where one is told
     what is going on, and gets a fresh pass; a pass that ran out would end in an error here.
     In a frame, in an app and for a recorder everything stays as it is. */
  if (typeof window === 'undefined' || window.top !== window) return;
  const room = window.location.pathname.split('/').pop();
  if (!room || /iAmRecorder|iAmSipGateway/.test(window.location.hash)) return;
  window.location.replace(config.tokenAuthUrl.replace('{room}', room.toLowerCase()));
})();
