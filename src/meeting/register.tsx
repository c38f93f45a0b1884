/** Who is in, who waits and who was removed; and what an organizer can do about it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import type { Present, RoomView } from '../../server/contract/room.ts';
import { putRoom } from '../rooms/api/rooms.ts';
import { useAction } from '../session/use-action.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice-field.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Time } from '../ui/time.tsx';
import { actInLesson, type LessonAction } from './api/lesson-actions.ts';
import styles from './inside.module.css';

export function Register({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const panel = useRef<HTMLElement>(null);
  const act = useAction(
    (action: LessonAction) => actInLesson(room.slug, action),
    (now) => putRoom(queries, now),
  );
  /** The button that did it is gone with the person's row: the focus stays in the panel. */
  const keepFocus = () => panel.current?.focus();
  const { lesson } = room;
  if (!lesson?.register) return null;
  const { present, waiting, removed } = lesson.register;
  return (
    <section ref={panel} tabIndex={-1} className={styles['register']} aria-label={t`Who is here`}>
      <People title={t`In the meeting`} empty={t`Nobody yet`}>
        {present.map((person) => (
          <PresentPerson
            key={person.id}
            person={person}
            onRemove={() => act.run({ action: 'remove', personId: person.id }, keepFocus)}
          />
        ))}
      </People>
      <People title={t`Waiting`} empty={t`Nobody`}>
        {waiting.map(({ id, name }) => (
          <li key={id}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </People>
      {removed.length > 0 && (
        <People title={t`Removed`} empty="">
          {removed.map(({ id, name }) => (
            <li key={id}>
              <bdi>{name}</bdi>
              <Button
                variant="quiet"
                aria-label={t`Readmit ${name}`}
                onClick={() => act.run({ action: 'readmit', personId: id }, keepFocus)}
              >
                <Trans>Readmit</Trans>
              </Button>
            </li>
          ))}
        </People>
      )}
      <CheckField
        label={<Trans>Closed to newcomers</Trans>}
        hint={<Trans>Who was in before comes in again.</Trans>}
        checked={lesson.isClosedToNewcomers}
        onChange={({ target }) => act.run({ action: 'newcomers', closed: target.checked })}
      />
      <p>
        <Trans>
          Ends by itself at <Time at={lesson.endsAt} />.
        </Trans>{' '}
        <Button
          variant="quiet"
          isBusy={act.isPending}
          onClick={() => act.run({ action: 'extend' })}
        >
          <Trans>Extend by an hour</Trans>
        </Button>
      </p>
      <Refusal error={act.error} />
    </section>
  );
}

function People({
  title,
  empty,
  children,
}: {
  title: string;
  empty: string;
  children: ReactNode[];
}) {
  return (
    <div>
      <h2 className={styles['subtitle']}>{title}</h2>
      {children.length > 0 ? <ul className={styles['people']}>{children}</ul> : <p>{empty}</p>}
    </div>
  );
}

function PresentPerson({ person, onRemove }: { person: Present; onRemove: () => void }) {
  const { t } = useLingui();
  const { name, affiliation, isPromoted, inBreakout } = person;
  return (
    <li>
      <span>
        <bdi>{name}</bdi>
        {affiliation === 'owner' && <Detail>{t`organizer`}</Detail>}
        {isPromoted && <Detail>{t`moderates`}</Detail>}
        {inBreakout && <Detail>{t`in a breakout room`}</Detail>}
      </span>
      {affiliation === 'member' && (
        <Button variant="quiet" aria-label={t`Remove ${name}`} onClick={onRemove}>
          <Trans>Remove</Trans>
        </Button>
      )}
    </li>
  );
}

/** A separate element, so that screen readers separate it from the name. */
const Detail = ({ children }: { children: string }) => (
  <>
    {' '}
    <small>{children}</small>
  </>
);
