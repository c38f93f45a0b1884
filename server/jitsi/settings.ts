/** Every setting about Jitsi and its Prosody, and its default. */

/** What reads settings: `server/settings/settings-reader.ts` fits. Faults are collected there, not thrown. */
export type SettingsSource = {
  readonly faults: readonly { setting: string }[];
  text(setting: string): string | undefined;
  secret(setting: string, minBytes: number): string | undefined;
  url(setting: string): URL | undefined;
  flag(setting: string): boolean;
  refuseHalf(needed: string, what: string, belongs: (name: string) => boolean): void;
  integer(setting: string, fallback: number, min: number, max: number): number;
  fault(setting: string, given: string, expected: string): void;
};

/** A shared secret of HS256 has at least as many bits as its hash (RFC 7518, 3.2). */
const minSecretBytes = 32;

export type Jitsi = {
  url: URL;
  appId: string;
  appSecret: string;
  /** Folder of Homeroom's own signing keys (RS256), in place of the secret that is shared. */
  passKeys: string | null;
  /** `sub` of the pass. */
  xmppDomain: string;
  prosody: {
    commandUrl: URL;
    commandKey: string;
    eventKey: string;
    /** Where Prosody reports to: loopback, unless Prosody is on another machine or in a container. */
    internal: { host: string; port: number };
  } | null;
};

export function readJitsi(read: SettingsSource): Jitsi | undefined {
  const url = read.url('HOMEROOM_JITSI_URL');
  const appId = read.text('HOMEROOM_JITSI_APP_ID') ?? 'homeroom';
  const appSecret = read.secret('HOMEROOM_JITSI_APP_SECRET', minSecretBytes);
  const passKeys = read.text('HOMEROOM_PASS_KEYS') ?? null;
  const xmppDomain = read.text('HOMEROOM_JITSI_XMPP_DOMAIN') ?? url?.hostname ?? '';
  const prosody = readProsody(read);
  const isUnsafe = read.flag('HOMEROOM_UNSAFE_NO_MODULE');
  if (!url) {
    if (isUnsafe)
      read.fault('HOMEROOM_JITSI_URL', 'nothing', 'the address of the Jitsi that this is for');
    read.refuseHalf('HOMEROOM_JITSI_URL', 'the address of the Jitsi', isOfJitsi);
    return undefined;
  }
  if (
    !appSecret &&
    !passKeys &&
    !read.faults.some(({ setting }) => setting.startsWith('HOMEROOM_JITSI_APP_SECRET'))
  ) {
    read.fault(
      'HOMEROOM_JITSI_APP_SECRET',
      'nothing',
      "the app_secret of Jitsi's Prosody, HOMEROOM_JITSI_APP_SECRET_FILE, or HOMEROOM_PASS_KEYS for keys of Homeroom's own",
    );
  }
  if (passKeys && !prosody) {
    read.fault('HOMEROOM_PROSODY_URL', 'nothing', 'where mod_homeroom is told which keys count');
  }
  if (!prosody && !isUnsafe) {
    read.fault(
      'HOMEROOM_PROSODY_URL',
      'nothing',
      'where mod_homeroom answers; HOMEROOM_UNSAFE_NO_MODULE=1 does without it, and then Jitsi holds nobody to anything',
    );
  }
  return { url, appId, appSecret: appSecret ?? '', passKeys, xmppDomain, prosody };
}

/** Any of these without a Jitsi is half of one. */
const isOfJitsi = (name: string): boolean =>
  /^HOMEROOM_(?:JITSI_|PROSODY_URL|COMMAND_KEY|EVENT_KEY|PASS_KEYS|INTERNAL_)/.test(name);

function readProsody(read: SettingsSource): Jitsi['prosody'] {
  const commandUrl = read.url('HOMEROOM_PROSODY_URL');
  const commandKey = read.secret('HOMEROOM_COMMAND_KEY', minSecretBytes);
  const eventKey = read.secret('HOMEROOM_EVENT_KEY', minSecretBytes);
  const internal = {
    host: read.text('HOMEROOM_INTERNAL_HOST') ?? '127.0.0.1',
    port: read.integer('HOMEROOM_INTERNAL_PORT', 8081, 0, 65_535),
  };
  if (!commandUrl) return null;
  for (const [setting, key] of [
    ['HOMEROOM_COMMAND_KEY', commandKey],
    ['HOMEROOM_EVENT_KEY', eventKey],
  ] as const) {
    const isNamed = read.faults.some((fault) => fault.setting.startsWith(setting));
    if (!key && !isNamed)
      read.fault(
        setting,
        'nothing',
        `a secret of at least ${minSecretBytes} bytes, or ${setting}_FILE`,
      );
  }
  if (commandKey && commandKey === eventKey) {
    read.fault('HOMEROOM_EVENT_KEY', 'the same as HOMEROOM_COMMAND_KEY', 'a key of its own');
  }
  return { commandUrl, commandKey: commandKey ?? '', eventKey: eventKey ?? '', internal };
}
