/** `homeroom doctor` on a host where everything holds, while a lesson runs there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DoctorReport } from '../../../../server/contract/doctor.ts';
import { type RunningHomeroom, runningHomeroom } from '../../../../server/doctor/ask-homeroom.ts';
import { enter, rightsTold } from '../../../../server/doctor/muc.ts';
import { signIn, type XmppClient } from '../../../../server/doctor/xmpp.ts';
import { doctorPath } from '../../../../server/jitsi/doctor-protocol.ts';
import { signatureHeader } from '../../../../server/jitsi/protocol.ts';
import { sign } from '../../../../server/jitsi/signature.ts';
import { built } from '../../../homeroom.ts';
import { domain, hosts } from '../config.ts';
import { until } from '../school.ts';
import { type Patient, startPatient } from './examine.ts';

let patient: Patient;
let running: RunningHomeroom;
let key: string;
beforeAll(async () => {
  patient = await startPatient();
  const bytes = await readFile(join(patient.host.folder, 'data/keys/doctor'));
  key = bytes.toString('base64url');
  const port = Number(patient.host.env['HOMEROOM_INTERNAL_PORT']);
  running = runningHomeroom({ host: '127.0.0.1', port }, key, Date.now);
}, 120_000);
afterAll(() => patient.stop());

/** Somebody in a lesson, which is not the doctor's. */
async function inLesson(slug: string, token: string): Promise<XmppClient> {
  const place = { url: new URL(patient.host.url), via: null };
  const outcome = await signIn(place, domain, { room: slug, token });
  if (outcome.kind !== 'in') throw new Error(`not in: ${outcome.kind}`);
  const meeting = { domain, main: hosts.main, focusComponent: hosts.focus };
  expect((await enter(outcome.client, meeting, slug)).kind).toBe('in');
  return outcome.client;
}

it('finds everything in order, and disturbs no lesson', async () => {
  const lesson = await running.open();
  const owner = await inLesson(lesson.slug, lesson.passes.owner);
  const member = await inLesson(lesson.slug, lesson.passes.member);
  const [ofOwner, ofMember] = [owner.received.length, member.received.length];

  const { report, failed, warned, code } = await patient.examine(['--person', 'lovelace']);
  expect({ failed, warned }).toEqual({ failed: [], warned: [] });
  expect(report.findings.length).toBeGreaterThan(40);
  expect(new Set(report.findings.map(({ check }) => check)).size).toBe(report.findings.length);
  expect(report.findings.find(({ check }) => check === 'person')?.saw).toContain('is teacher');
  expect(code).toBe(0);

  // Nobody came into their room, and their rights were not spoken of.
  expect(rightsTold(owner, ofOwner)).toEqual([]);
  expect(rightsTold(member, ofMember)).toEqual([]);
  owner.close();
  member.close();
  await running.ask({ kind: 'end', lessonId: lesson.lessonId });
});

it('leaves nothing behind but its report', async () => {
  const db = new DatabaseSync(join(patient.host.folder, 'data/homeroom.sqlite'), {
    readOnly: true,
  });
  for (const table of ['lesson', 'passIssued', 'room', 'lessonCommand']) {
    expect([table, db.prepare(`select count(*) as n from "${table}"`).get()?.['n']]).toEqual([
      table,
      0,
    ]);
  }
  db.close();
  const kept = await readFile(join(patient.host.folder, 'data/doctor.json'), 'utf8');
  expect(DoctorReport.parse(JSON.parse(kept)).findings.length).toBeGreaterThan(40);
  expect(kept).not.toMatch(/eyJ/);
});

it('ends its lessons when it is interrupted', async () => {
  const child = spawn(process.execPath, [built, 'doctor'], { env: patient.host.env });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  await until('its lesson', () => said.includes('lesson-opened'), 60_000);
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(130);
  // Four may be open at once, so none of its two is.
  const lessons = [];
  for (let count = 0; count < 4; count++) lessons.push(await running.open());
  for (const { lessonId } of lessons) await running.ask({ kind: 'end', lessonId });
});

it('is answered on this machine only, whoever knows the key', async () => {
  const ask = { v: 1, id: 'a-question-of-its-own', at: Date.now(), ask: { kind: 'open' } };
  const body = JSON.stringify(ask);
  const headers = { 'content-type': 'application/json', [signatureHeader]: sign(key, body) };
  const port = Number(patient.host.env['HOMEROOM_PORT']);
  const direct = await fetch(`http://127.0.0.1:${port}${doctorPath}`, {
    method: 'POST',
    headers,
    body,
  });
  expect(direct.status).toBe(404);
});

it('tells who is to be told when something is broken, and when it is in order again', async () => {
  const told = join(patient.host.folder, 'told');
  const program = join(patient.host.folder, 'tell');
  await writeFile(program, `#!/bin/sh\n{ echo "$1"; cat; } > ${told}\n`);
  await chmod(program, 0o755);
  const settings = { HOMEROOM_DOCTOR_TELLS: program };
  const letter = async () => {
    const text = await readFile(told, 'utf8').catch(() => '');
    await rm(told, { force: true });
    return text;
  };
  const broken = { ...settings, HOMEROOM_SESSION_IDLE: 'long' };

  await patient.host.run(['doctor'], broken);
  expect(await letter()).toBe('');
  const { out } = await patient.host.run(['doctor', '--scheduled'], broken);
  expect(await letter()).toMatch(/^Homeroom: settings broken\n✗ Settings .*HOMEROOM_SESSION_IDLE/);
  expect(out).not.toContain('✓');
  await patient.host.run(['doctor', '--scheduled'], settings);
  expect(await letter()).toMatch(/^Homeroom: in order again/);
  await patient.host.run(['doctor', '--scheduled'], settings);
  expect(await letter()).toBe('');
}, 120_000);
