/**
 * The house: which part may import which. Imports run one way,
 * main → serve → app → slices → contract, and a slice never reaches into another's inside.
 */

/**
 * @typedef {object} Arrows
 * @property {string} from a file or a folder; the longest one that fits counts
 * @property {readonly string[]} to files or folders, beside the own one
 * @property {readonly string[]} [typesOf] only `import type`
 * @property {readonly string[]} [lazily] only `import()`, or types
 */

const contract = 'server/contract';

/**
 * What every part of the browser may use: addresses, how words are found, requests, and the types of
 * what comes over the wire.
 */
const wire = {
  to: ['server/contract/paths.ts', 'server/contract/words.ts', 'src/locales', 'src/http'],
  typesOf: [contract],
};

/** What every slice of the server stands on. */
const ground = [contract, 'server/http', 'server/crypto.ts', 'server/prepared.ts'];

/** What is the same for whoever is asked: no sessions, no refusals. */
const neutral = [
  'client-address',
  'error-code',
  'make-folder',
  'read-limited',
  'constant-time-equal',
  'secret-file',
  'throttle',
  'error-message',
].map((file) => `server/http/${file}.ts`);

/** The doors of slices: what others may use of them. */
const who = ['src/session/api'];
const acting = ['session-end.ts', 'step-up.ts', 'use-action.ts'].map(
  (file) => `src/session/${file}`,
);
const leaving = ['src/session/menu/sign-out.ts'];
const live = ['src/live/use-live.ts', 'src/live/use-is-long-away.ts'];
const rooms = ['src/rooms/api'];
const meeting = ['server/lessons/meeting-adapter.ts', 'server/lessons/commands.ts'];
const policy = ['server/rooms/policy.ts'];
const claims = ['server/pass/claims.ts'];

const slices = ['session', 'rooms', 'lessons', 'pass', 'live', 'admin'].map(
  (name) => `server/${name}`,
);

/** @param {string} name */
const tables = (name) => `server/${name}/tables.ts`;

/** @type {readonly Arrows[]} */
export const house = [
  // The browser
  { from: 'src/main.tsx', to: ['src/app', 'src/http'] },
  { from: 'src/app', ...wire, to: [...wire.to, 'src'] },
  { from: 'src/session', ...wire, to: [...wire.to, 'src/ui'] },
  { from: 'src/rooms', ...wire, to: [...wire.to, 'src/ui', ...who, ...acting, ...live] },
  {
    from: 'src/meeting',
    ...wire,
    to: [...wire.to, 'src/ui', ...who, ...acting, ...leaving, ...live, ...rooms],
  },
  { from: 'src/admin', ...wire, to: [...wire.to, 'src/ui', ...who, ...acting] },
  { from: 'src/live', ...wire, to: [...wire.to, 'src/ui', ...who, ...acting, ...rooms] },
  { from: 'src/ui', ...wire },
  // How this page speaks with its server, and what came with it: knows nothing above it.
  { from: 'src/http', to: ['server/contract/paths.ts'], typesOf: [contract] },
  { from: 'src/locales', to: [] },
  // The practice meeting's own page stands in for Jitsi's: it knows the wire only.
  { from: 'src/practice', ...wire, typesOf: [...wire.typesOf, 'server/practice/wire.ts'] },

  // The server
  {
    from: 'server/main.ts',
    to: ['server'],
    lazily: ['server/identity', 'server/practice', 'server/cli', 'server/install'],
  },
  // What main starts: the parts after the settings, each loaded only where it is used.
  { from: 'server/serve', to: ['server'], lazily: ['server/identity', 'server/practice'] },
  {
    from: 'server/serve/meeting-side.ts',
    to: [...ground, 'server/config.ts', 'server/jitsi', 'server/pass', ...meeting],
    lazily: ['server/practice'],
  },
  // The only place of the server that knows every slice.
  {
    from: 'server/app',
    to: [...ground, 'server/config.ts', 'server/page', ...slices, ...meeting],
  },
  // A whole Homeroom, for the tests of any part of it.
  { from: 'server/testing', to: ['server'] },
  { from: 'server/serve/data-dir.ts', to: ['server/settings', 'server/http'] },
  // Settings of LDAP are read where LDAP is spoken; nothing of it is loaded by that.
  {
    from: 'server/config.ts',
    to: [
      ...ground,
      'server/settings',
      'server/identity/ldap/settings.ts',
      'server/page/accent.ts',
      'server/session/oidc-settings.ts',
      'server/jitsi/settings.ts',
    ],
  },
  // How settings are read, whichever they are.
  { from: 'server/settings', to: neutral },
  { from: 'server/contract', to: [] },
  { from: 'server/http', to: [contract] },
  { from: 'server/crypto.ts', to: [] },
  { from: 'server/prepared.ts', to: [] },
  { from: 'server/page', to: ground },
  { from: 'server/session', to: ground },
  { from: 'server/rooms', to: ground },
  { from: 'server/lessons', to: [...ground, ...policy] },
  { from: 'server/pass', to: [...ground, ...policy] },
  { from: 'server/live', to: [...ground, ...policy] },
  { from: 'server/admin', to: [...ground, ...policy] },
  { from: 'server/jitsi', to: [...ground, ...meeting, ...claims] },
  { from: 'server/practice', to: [...ground, ...meeting, ...claims] },
  // A stranger: OpenID Connect and its own small lookup, nothing of Homeroom but addresses and
  // what knows nothing of Homeroom itself.
  {
    from: 'server/identity',
    to: ['server/contract/paths.ts', ...neutral],
    typesOf: ['server/http/log.ts'],
  },
  {
    from: 'server/store',
    to: [],
    typesOf: ['session', 'rooms', 'lessons', 'pass', 'live', 'admin', 'jitsi'].map(tables),
  },
  {
    from: 'server/cli',
    to: [
      ...ground,
      'server/config.ts',
      'server/settings',
      'server/session/role.ts',
      'server/pass/key-folder.ts',
      'server/identity',
      'server/store',
      'server/doctor',
    ],
  },
  // Looks at what runs, from outside: knows what is said over the wires, and no slice's inside.
  {
    from: 'server/doctor',
    to: [
      ...ground,
      'server/config.ts',
      'server/settings',
      'server/jitsi',
      ...['discovery', 'network-cause', 'oidc-settings', 'role', 'trusting-fetch'].map(
        (name) => `server/session/${name}.ts`,
      ),
      'server/session/verify-id-token.ts',
    ],
    lazily: ['server/identity'],
  },
  // Puts Homeroom into a Jitsi: files of the host, and the settings that it is asked for.
  {
    from: 'server/install',
    to: [
      ...ground,
      'server/config.ts',
      'server/settings',
      'server/session/role.ts',
      'server/session/discovery.ts',
      'server/session/trusting-fetch.ts',
      'server/identity/ldap',
      'server/cli/terminal.ts',
    ],
  },

  // Beside it
  { from: 'e2e', to: ['server'] },
  // A journey in another language asks for what the pages say in it.
  { from: 'e2e/journeys', to: ['e2e', 'server', 'src/locales', 'src/practice/texts.ts'] },
  { from: 'e2e/looks', to: ['e2e', 'server', 'src/locales'] },
  // The stand-in for Jitsi's web speaks to its host as the practice meeting does.
  { from: 'e2e/outside/meeting-page', to: ['e2e/outside', 'src/practice'] },
  { from: 'scripts', to: [] },
];

/** @typedef {'value' | 'type' | 'lazy'} Kind how something is imported */

/**
 * @param {string} path
 * @param {string} place a file or a folder
 */
const liesIn = (path, place) => path === place || path.startsWith(`${place}/`);

/** @param {string} path */
const arrowsOf = (path) =>
  house
    .filter(({ from }) => liesIn(path, from))
    .toSorted((one, other) => other.from.length - one.from.length)[0];

/** @param {string} path */
const isTest = (path) => /\.test\.(?:ts|tsx|mjs)$/.test(path);

/**
 * @param {string} from a file's path in the repository
 * @param {string} to the file that it imports, in the repository too
 * @param {Kind} kind
 * @returns {boolean}
 */
export function mayImport(from, to, kind) {
  // A test puts real parts together, but those of its own side.
  if (isTest(from) && [from.split('/')[0] ?? '', contract].some((side) => liesIn(to, side))) {
    return true;
  }
  const arrows = arrowsOf(from);
  if (arrows === undefined) return true;
  if (arrows.lazily?.some((place) => liesIn(to, place))) return kind !== 'value';
  if (arrows.typesOf?.some((place) => liesIn(to, place)) && kind === 'type') return true;
  return [arrows.from, ...arrows.to].some((place) => liesIn(to, place));
}
