import { Plural, Trans } from '@lingui/react/macro';
import type { LastDoctor } from '../../server/contract/admin.ts';
import type { DoctorFinding } from '../../server/contract/doctor.ts';
import { Time } from '../ui/time.tsx';
import styles from './admin-page.module.css';
import { useDoctorGroups, useDoctorMeanings } from './doctor-words.ts';

/** What `homeroom doctor` found last, and what it means for the school. */
export function DoctorSection({ doctor }: { doctor: LastDoctor | null }) {
  return (
    <section className={styles['group']}>
      <h2>
        <Trans>Does it hold?</Trans>
      </h2>
      {doctor ? <Examined doctor={doctor} /> : <NeverExamined />}
    </section>
  );
}

function NeverExamined() {
  return (
    <p className={styles['quiet']}>
      <Trans>
        The server has not been examined yet. Whether everything holds that Homeroom promises is
        found out by this command on the server: <code dir="ltr">homeroom doctor</code>
      </Trans>
    </p>
  );
}

function Examined({ doctor: { finishedAt, counts, findings } }: { doctor: LastDoctor }) {
  return (
    <>
      <p>
        {counts.fail > 0 ? (
          <Plural value={counts.fail} one="✗ # thing is broken." other="✗ # things are broken." />
        ) : (
          <Trans>✓ Nothing is broken.</Trans>
        )}{' '}
        <span className={styles['quiet']}>
          <Plural value={counts.pass} one="# check passed." other="# checks passed." />{' '}
          <Trans>
            Examined: <Time at={finishedAt} />
          </Trans>
        </span>
      </p>
      <ul className={styles['checks']}>
        {findings.map((finding) => (
          <Finding key={`${finding.check} ${finding.saw}`} finding={finding} />
        ))}
      </ul>
    </>
  );
}

function Finding({ finding }: { finding: DoctorFinding }) {
  const { group, level, means, saw, todo } = finding;
  const groups = useDoctorGroups();
  const meanings = useDoctorMeanings();
  const isBroken = level === 'fail';
  return (
    <li className={isBroken ? styles['broken'] : styles['doubtful']}>
      <strong>{groups[group]}</strong>
      <span className={styles['state']}>
        {isBroken ? <Trans>✗ Broken</Trans> : <Trans>! To look at</Trans>}
      </span>
      {means && <span className={styles['consequence']}>{meanings[means]}</span>}
      {/* The doctor's own words, which are English, as the terminal has them. */}
      <span className={styles['detail']} lang="en" dir="ltr">
        {saw}
      </span>
      {todo && (
        <span className={styles['detail']} lang="en" dir="ltr">
          {todo}
        </span>
      )}
    </li>
  );
}
