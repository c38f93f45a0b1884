/** From what is there and what was answered to the files that shall be there. Nothing is written here. */
import { randomBytes } from 'node:crypto';
import { type Change, type FileState, stateAt } from './change.ts';
import { withBlock } from './edit-block.ts';
import { withInclude } from './edit-prosody.ts';
import {
  configBlock,
  jicofoBlock,
  nginxHttpText,
  nginxAwayText,
  nginxProxyText,
  nginxText,
  nothingYet,
  type Parts,
  prosodyText,
  unitText,
  wrappedConfig,
} from './file-texts.ts';
import { hostsToClose } from './guests.ts';
import {
  envFile,
  jitsiConfig,
  keysOfProsody,
  nginxHttp,
  nginxAway,
  nginxProxy,
  nginxSite,
  offState,
  onStates,
  ownFolder,
  ownUnit,
  settingsFolder,
  switchLink,
} from './places.ts';
import type { Root } from './root.ts';
import { envFileWith, keyFiles, keyThere, settingsFor, type Values } from './settings.ts';
import { jicofoFile } from './survey-host.ts';
import { jaasFolder, type JitsiSite } from './survey-nginx.ts';
import type { Survey } from './survey.ts';

export type PlanDeps = {
  root: Root;
  template: Parts['template'];
  program: string;
  node: string;
  /** Who installs: root. */
  installer: { uid: number; gid: number };
};

export type Plan = {
  changes: Change[];
  values: Values;
  /** The folder whose files take the place of those that count now, for the check. */
  states: { now: string; next: string };
};

type Owner = { uid: number; gid: number };

export function planInstall(found: Survey, given: Values, deps: PlanDeps): Plan {
  const { root, installer } = deps;
  const { jitsi, prosody, accounts } = found;
  const [site] = found.nginx.sites;
  if (!jitsi || !prosody || !site || !accounts.prosody || !accounts.homeroom) {
    throw new Error('planned for a host that was refused');
  }
  const values = settingsFor(found, given);
  const parts = partsOf(found, values, deps);
  const toProsody = { uid: installer.uid, gid: accounts.prosody.gid };
  const toHomeroom = { uid: installer.uid, gid: accounts.homeroom.gid };
  const { now, next } = nextState(found, parts, root, installer);
  const own = (path: string, text: string, owner: Owner = installer, mode = 0o644): Change => ({
    path,
    after: { kind: 'file', content: Buffer.from(text), mode, ...owner },
    as: 'own',
    stage: 'before',
  });
  const folder = (path: string, owner: Owner = installer, mode = 0o755): Change => ({
    path,
    after: { kind: 'folder', mode, ...owner },
    as: 'own',
    stage: 'before',
  });
  const changes: Change[] = [
    kept(folder(settingsFolder, toHomeroom, 0o750)),
    folder(keysOfProsody, toProsody, 0o750),
    ...keyChanges(root, values, { toProsody, toHomeroom }),
    kept(secret(own(envFile, envText(root, found, values), toHomeroom, 0o640))),
    folder(ownFolder),
    ...stateFolder(offState, nothingYet('--'), nothingYet('#')),
    ...stateFolder(next, prosodyText(parts), nginxText(parts)),
    own(nginxHttp, nginxHttpText(parts)),
    own(nginxProxy, nginxProxyText(parts)),
    own(nginxAway, nginxAwayText(parts)),
    ...libraryLinks(found, folder),
    ...(found.hasPackagedUnit ? [] : [own(ownUnit, unitText(parts))]),
    ...(found.live === null ? [live(offState, 'before')] : []),
    edit(root, jitsi.file, withInclude),
    ...(site.includesJaas ? [] : [edit(root, site.file, (text) => withJaas(text, site))]),
    ...configChanges(root, parts, site, own),
    folder(jaasFolder),
    own(nginxSite, `# Written by \`homeroom install\`.\ninclude ${switchLink}/nginx.conf;\n`),
    live(next, 'switch'),
    ...oldState(now, next),
    { ...edit(root, jicofoFile, (text) => withBlock(text, '#', jicofoBlock)), stage: 'behind' },
  ];
  return { changes, values, states: { now, next } };

  function stateFolder(name: string, lua: string, nginx: string): Change[] {
    const path = `${ownFolder}/${name}`;
    return [folder(path), own(`${path}/prosody.cfg.lua`, lua), own(`${path}/nginx.conf`, nginx)];
  }
}

function partsOf(found: Survey, values: Values, deps: PlanDeps): Parts {
  const { root, template, program, node } = deps;
  const paths = found.prosody?.pluginPaths ?? [];
  const hasTokenAffiliation = paths.some(
    (path) => root.stat(`${path}/mod_token_affiliation.lua`) !== null,
  );
  // A host that was closed at an earlier run does not count as open now, and stays closed.
  const closed = new Set(hostsToClose(found).map(({ name }) => name));
  return {
    found,
    values,
    template,
    program,
    node,
    hosts: { closed: [...closed].toSorted(), hasTokenAffiliation },
  };
}

/** Where its files go: into the state that counts when they are there as they shall be, else into the other. */
function nextState(
  found: Survey,
  parts: Parts,
  root: Root,
  installer: Owner,
): { now: string; next: string } {
  const now = found.live ?? offState;
  const [first, second] = onStates;
  const wanted = { 'prosody.cfg.lua': prosodyText(parts), 'nginx.conf': nginxText(parts) };
  const isWhole = Object.entries(wanted).every(([name, text]) => {
    const there = stateAt(root, `${ownFolder}/${now}/${name}`);
    return (
      there.kind === 'file' &&
      there.content.toString('utf8') === text &&
      there.uid === installer.uid &&
      there.mode === 0o644
    );
  });
  if (now !== offState && isWhole) return { now, next: now };
  return { now, next: now === first ? second : first };
}

const live = (state: string, stage: Change['stage']): Change => ({
  path: switchLink,
  after: { kind: 'link', target: state },
  as: 'own',
  stage,
});

const kept = (change: Change): Change => ({ ...change, as: 'kept' });
const secret = (change: Change): Change => ({ ...change, isSecret: true });

/** Keeps owner and mode of the file. */
function edit(root: Root, path: string, change: (text: string) => string): Change {
  const there = stateAt(root, root.realPath(path));
  if (there.kind !== 'file') throw new Error(`${path} is no file`);
  const content = Buffer.from(change(there.content.toString('utf8')));
  const { mode, uid, gid } = there;
  const after: FileState = { kind: 'file', content, mode, uid, gid };
  return { path: root.realPath(path), after, as: 'edit', stage: 'before' };
}

function keyChanges(
  root: Root,
  values: Values,
  owners: { toProsody: Owner; toHomeroom: Owner },
): Change[] {
  return Object.entries(keyFiles).flatMap(([name, file]): Change[] => {
    if (!isKeyName(name)) return [];
    const hasOwnKeys = (values['HOMEROOM_PASS_KEYS'] ?? '') !== '';
    if (name === 'HOMEROOM_JITSI_APP_SECRET' && hasOwnKeys) return [];
    const key = keyThere(root, values, name) ?? randomBytes(24).toString('hex');
    const at = (path: string, owner: Owner, as: Change['as']): Change => ({
      path,
      after: { kind: 'file', content: Buffer.from(`${key}\n`), mode: 0o640, ...owner },
      as,
      isSecret: true,
      stage: 'before',
    });
    const ours = values[`${name}_FILE`] === `${settingsFolder}/${file}`;
    return [
      at(`${keysOfProsody}/${file}`, owners.toProsody, 'own'),
      ...(ours ? [at(`${settingsFolder}/${file}`, owners.toHomeroom, 'kept')] : []),
    ];
  });
}

const isKeyName = (name: string): name is keyof typeof keyFiles => Object.hasOwn(keyFiles, name);

const envText = (root: Root, found: Survey, values: Values): string =>
  envFileWith(root.read(envFile) ?? '', values, found.environment);

/** Prosody's Lua looks in folders of its own version only. */
function libraryLinks(found: Survey, folder: (path: string) => Change): Change[] {
  const missing = found.libraries.filter((one) => one.path === null && one.elsewhere !== null);
  if (missing.length === 0) return [];
  const place = `/usr/local/share/lua/${found.lua}`;
  return [
    folder('/usr/local/share/lua'),
    folder(place),
    ...missing.map(({ name, elsewhere }): Change => ({
      path: `${place}/${name}.lua`,
      after: { kind: 'link', target: elsewhere ?? '' },
      as: 'own',
      stage: 'before',
    })),
  ];
}

function configChanges(
  root: Root,
  parts: Parts,
  site: JitsiSite,
  own: (path: string, text: string) => Change,
): Change[] {
  if (site.hasMovableConfig && site.configFile !== null)
    return [own(jitsiConfig, wrappedConfig(parts))];
  if (site.configFile === null) return [];
  // Browsers are answered from it at once.
  const edited = edit(root, site.configFile, (text) => withBlock(text, '//', configBlock(parts)));
  return [{ ...edited, stage: 'behind' }];
}

/** When newer files have taken its place. */
function oldState(now: string, next: string): Change[] {
  if (now === next || now === offState) return [];
  const path = `${ownFolder}/${now}`;
  return [`${path}/prosody.cfg.lua`, `${path}/nginx.conf`, path].map((one) => ({
    path: one,
    after: { kind: 'absent' },
    as: 'own',
    stage: 'behind',
  }));
}

export const jaasInclude = `    include ${jaasFolder}/*.conf;`;

/** Before the first location, as Jitsi's newer template has it. */
function withJaas(text: string, site: JitsiSite): string {
  const lines = text.split('\n');
  const at = lines.findIndex(
    (line, index) => index >= site.from - 1 && index < site.to && /^\s*location\s/.test(line),
  );
  const before = at < 0 ? site.to - 1 : at;
  return [...lines.slice(0, before), jaasInclude, '', ...lines.slice(before)].join('\n');
}
