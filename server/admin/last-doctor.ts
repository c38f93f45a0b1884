/** What the administrator's page shows of the last `homeroom doctor`. */
import type { LastDoctor } from '../contract/admin.ts';
import type { DoctorLevel, DoctorReport } from '../contract/doctor.ts';

export function summaryOf(report: DoctorReport | null): LastDoctor | null {
  if (!report) return null;
  const at = (level: DoctorLevel) => report.findings.filter((finding) => finding.level === level);
  const [pass, warn, fail] = [at('pass'), at('warn'), at('fail')];
  return {
    finishedAt: report.finishedAt,
    counts: { pass: pass.length, warn: warn.length, fail: fail.length },
    findings: [...fail, ...warn],
  };
}
