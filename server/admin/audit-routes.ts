/**
 * Sign-ins and passes, for administrators.
 *
 *   GET /admin/audit?q=&before=     a page of them, the newest first
 *   GET /admin/audit.csv?q=         all of them, for a spreadsheet
 */
import { Hono } from 'hono';
import type { AuditRow } from '../contract/admin.ts';
import { problemResponse } from '../http/problem-response.ts';
import { mayAdminister } from '../rooms/policy.ts';
import type { AuditStore } from './audit-store.ts';

export type AuditRoutesDeps = { store: AuditStore; keptDays: number; clock: () => number };

const pageSize = 100;
const maxCsvRows = 100_000;

export function auditRoutes({ store, keptDays, clock }: AuditRoutesDeps): Hono {
  const app = new Hono();

  app.get('/admin/audit', async (c) => {
    const decision = mayAdminister(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const before = Number(c.req.query('before')) || clock() + 1;
    const rows = await store.read({
      words: wordsOf(c.req.query('q')),
      before,
      limit: pageSize + 1,
    });
    return c.json({ rows: rows.slice(0, pageSize), isCut: rows.length > pageSize, keptDays });
  });

  app.get('/admin/audit.csv', async (c) => {
    const decision = mayAdminister(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const words = wordsOf(c.req.query('q'));
    const rows = await store.read({ words, before: clock() + 1, limit: maxCsvRows });
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="homeroom-audit.csv"');
    return c.body(csvOf(rows));
  });

  return app;
}

const wordsOf = (given: string | undefined): string => (given ?? '').slice(0, 80);

const columns = ['time', 'what', 'person', 'room', 'affiliation', 'taken back'] as const;

/** RFC 4180. */
export function csvOf(rows: readonly AuditRow[]): string {
  const lines = rows.map(({ at, kind, person, room, affiliation, isVoid }) => [
    new Date(at).toISOString(),
    kind,
    person,
    room ?? '',
    affiliation ?? '',
    isVoid ? 'yes' : '',
  ]);
  return [columns, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** Names are people's to choose: a spreadsheet takes what begins with these for a formula. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
