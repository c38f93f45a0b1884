/** Where things are on a Jitsi host. What is Homeroom's own lies where Jitsi's packages never write. */

/** Homeroom's part of nginx and Prosody, in one folder for each state; the link says which counts. */
export const ownFolder = '/etc/jitsi/homeroom';
/** The switch: one rename of this link changes nginx and Prosody together. */
export const switchLink = `${ownFolder}/live`;
export const offState = 'off';
export const onStates = ['on-1', 'on-2'] as const;

export const keysOfProsody = '/etc/prosody/homeroom';
export const settingsFolder = '/etc/homeroom';
export const envFile = `${settingsFolder}/homeroom.env`;
export const dataFolder = '/var/lib/homeroom';
/** The server's alone; what stands beside it is root's. */
export const serverFolder = `${dataFolder}/data`;
export const peopleFile = `${serverFolder}/people.json`;
/** What was done and how to take it back; its `plan.json` says that Homeroom is in a Jitsi here. */
export const recordFolder = `${dataFolder}/install`;
export const recordFile = `${recordFolder}/plan.json`;

export const nginxHttp = '/etc/nginx/conf.d/homeroom-http.conf';
export const nginxProxy = '/etc/nginx/homeroom-proxy.conf';
export const nginxAway = '/etc/nginx/homeroom-away.html';
export const nginxSite = '/etc/jitsi/meet/jaas/homeroom.conf';
export const jitsiConfig = '/etc/jitsi/meet/homeroom-config.js';
export const ownUnit = '/etc/systemd/system/homeroom.service';
export const packagedUnits = [
  '/usr/lib/systemd/system/homeroom.service',
  '/lib/systemd/system/homeroom.service',
];

export const includeLine = `Include "${switchLink}/prosody.cfg.lua"`;
