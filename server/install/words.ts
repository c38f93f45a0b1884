/** What changes for people, said before anything is done. */
import { hostsToClose } from './guests.ts';
import { settingOf } from './lua-scan.ts';
import type { Survey } from './survey.ts';

export function changesForPeople(found: Survey): string[] {
  const { jitsi } = found;
  if (!jitsi) return [];
  const { domain } = jitsi;
  const closed = hostsToClose(found).map(({ name }) => name);
  return [
    `From now on nobody without a school account enters a meeting at https://${domain}.`,
    'Rooms are made by teachers, in Homeroom. Links to other rooms on this host stop; those that people have saved lead to a page that says so.',
    'A meeting begins when its teacher starts the lesson, and ends after the last organizer has left. Only organizers moderate.',
    ...recording(found),
    ...(closed.length > 0 ? [`Guests come in no more: ${closed.join(', ')} is switched off.`] : []),
    ...earlierSignIn(found),
    'Prosody and jicofo are restarted: whoever is in a meeting now is thrown out. Do it when there is no lesson.',
  ];
}

/** What Homeroom leaves as it is, and the school may want otherwise. */
export function advice(found: Survey): string[] {
  const [site] = found.nginx.sites;
  return (site?.talkative ?? []).map(
    ({ text, line }) =>
      `${site?.file ?? ''}, line ${line}: \`${text}\` writes addresses with passes in them into a log. Take the line out.`,
  );
}

function recording({ prosody }: Survey): string[] {
  const names = prosody?.hosts.map(({ name }) => name) ?? [];
  const hasVisitors = names.some((name) => name.startsWith('visitors.'));
  return [
    'Recording (Jibri) and dial-in (Jigasi) have no pass, and stop.',
    ...(hasVisitors ? ['Visitors from other servers come in no more.'] : []),
  ];
}

/** What Jitsi asked people for until now. */
function earlierSignIn({ jitsi }: Survey): string[] {
  const said = settingOf(jitsi?.virtualHost.settings ?? [], 'authentication')?.value ?? '';
  if (said.includes('internal_'))
    return ["The names and passwords of Jitsi's secure domain (prosodyctl) are asked for no more."];
  if (said.includes('"token"'))
    return [
      'Tokens of other programs open no meeting any more, whatever secret they are signed with.',
    ];
  return [];
}
