import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AdminLesson } from '../../server/contract/admin.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Time } from '../ui/time.tsx';
import styles from './admin-page.module.css';
import { adminLessonsQuery, useEndLesson } from './api/lessons.ts';

/** Which lessons are open now, and an end for one that should be over. */
export function LessonsSection() {
  const { data, error } = useQuery(adminLessonsQuery());
  const [asked, setAsked] = useState<AdminLesson | null>(null);
  return (
    <section className={styles['group']}>
      <h2>
        <Trans>Lessons now</Trans>
      </h2>
      <Refusal error={error} />
      {data?.lessons.length === 0 && (
        <p className={styles['quiet']}>
          <Trans>No lesson is running.</Trans>
        </p>
      )}
      <ul className={styles['list']}>
        {data?.lessons.map((lesson) => (
          <Lesson key={lesson.slug} lesson={lesson} onEnd={() => setAsked(lesson)} />
        ))}
      </ul>
      {asked && <ConfirmEnd lesson={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

function Lesson({ lesson, onEnd }: { lesson: AdminLesson; onEnd: () => void }) {
  const { t, i18n } = useLingui();
  const { room, organizers, openedAt, people } = lesson;
  return (
    <li>
      <span>
        <bdi>{room}</bdi>
        <span className={styles['about']}>
          <bdi>{new Intl.ListFormat(i18n.locale).format(organizers)}</bdi>
          {' · '}
          <Trans>
            since <Time at={openedAt} />
          </Trans>
          {' · '}
          <Plural value={people} one="# person" other="# people" />
        </span>
      </span>
      <Button onClick={onEnd} aria-label={t`End the lesson in ${room}`}>
        <Trans>End the lesson</Trans>
      </Button>
    </li>
  );
}

function ConfirmEnd({ lesson, onClose }: { lesson: AdminLesson; onClose: () => void }) {
  const { t } = useLingui();
  const end = useEndLesson();
  return (
    <Dialog
      title={t`End the lesson in ${lesson.room}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="danger"
            isBusy={end.isPending}
            onClick={() => end.run(lesson.slug, onClose)}
          >
            <Trans>End it for everybody</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>Everybody is put out of the meeting, its organizers too.</Trans>
      </p>
      <Refusal error={end.error} />
    </Dialog>
  );
}
