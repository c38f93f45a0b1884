/** Who is in, who stands at the door and who was removed; and what an organizer can do about it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useRef } from 'react';
import type { Someone } from '../../server/contract/person.ts';
import type { Present, RoomView } from '../../server/contract/room.ts';
import { useRoomAction } from '../rooms/api/room-answer.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice-field.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Time } from '../ui/time.tsx';
import { actInLesson, type LessonAction } from './api/lesson-actions.ts';
import styles from './inside.module.css';

const useLessonAction = ({ slug }: RoomView) =>
  useRoomAction(slug, (action: LessonAction) => actInLesson(slug, action));

export function Register({
  id,
  room,
  onClose,
}: {
  id: string;
  room: RoomView;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const panel = useRef<HTMLElement>(null);
  /** The button that did it is gone with the person's row: the focus stays in the panel. */
  const keepFocus = () => panel.current?.focus();
  const { lesson } = room;
  if (!lesson?.register) return null;
  const { present, waiting, removed } = lesson.register;
  return (
    <section
      id={id}
      ref={panel}
      tabIndex={-1}
      className={styles['register']}
      aria-labelledby={`${id}-title`}
    >
      <div className={styles['registerTop']}>
        <h2 id={`${id}-title`}>
          <Trans>Who is here</Trans>
        </h2>
        <Button onClick={onClose} aria-label={t`Close who is here`}>
          <Trans>Close</Trans>
        </Button>
      </div>
      <People title={t`In the meeting`} empty={t`Nobody yet`}>
        {present.map((person) => (
          <PresentPerson key={person.id} room={room} person={person} onDone={keepFocus} />
        ))}
      </People>
      <People title={t`At the door`} empty={t`Nobody`}>
        {waiting.map(({ id: personId, name }) => (
          <li key={personId}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </People>
      {removed.length > 0 && (
        <People title={t`Removed`} empty="">
          {removed.map((person) => (
            <RemovedPerson key={person.id} room={room} person={person} onDone={keepFocus} />
          ))}
        </People>
      )}
      <Newcomers room={room} isClosed={lesson.isClosedToNewcomers} />
      <Duration room={room} endsAt={lesson.endsAt} />
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
      <h3 className={styles['subtitle']}>{title}</h3>
      {children.length > 0 ? <ul className={styles['people']}>{children}</ul> : <p>{empty}</p>}
    </div>
  );
}

/** Each with an action of its own: two who are removed in one breath are both removed. */
type RowProps<Person> = { room: RoomView; person: Person; onDone: () => void };

function PresentPerson({ room, person, onDone }: RowProps<Present>) {
  const { t } = useLingui();
  const act = useLessonAction(room);
  const { id: personId, name, affiliation, isPromoted, inBreakout } = person;
  return (
    <li>
      <span>
        <bdi>{name}</bdi>
        {affiliation === 'owner' && <Detail>{t`organizer`}</Detail>}
        {isPromoted && <Detail>{t`moderates`}</Detail>}
        {inBreakout && <Detail>{t`in a breakout room`}</Detail>}
      </span>
      {affiliation === 'member' && (
        <Button
          aria-label={t`Remove ${name}`}
          isBusy={act.isPending}
          onClick={() => act.run({ action: 'remove', personId }, onDone)}
        >
          <Trans>Remove</Trans>
        </Button>
      )}
      <Refusal error={act.error} />
    </li>
  );
}

function RemovedPerson({ room, person: { id: personId, name }, onDone }: RowProps<Someone>) {
  const { t } = useLingui();
  const act = useLessonAction(room);
  return (
    <li>
      <bdi>{name}</bdi>
      <Button
        aria-label={t`Let back in: ${name}`}
        isBusy={act.isPending}
        onClick={() => act.run({ action: 'readmit', personId }, onDone)}
      >
        <Trans>Let back in</Trans>
      </Button>
      <Refusal error={act.error} />
    </li>
  );
}

function Newcomers({ room, isClosed }: { room: RoomView; isClosed: boolean }) {
  const act = useLessonAction(room);
  return (
    <div>
      <CheckField
        label={<Trans>Closed to newcomers</Trans>}
        hint={<Trans>People who were in already can come back.</Trans>}
        checked={act.about && 'closed' in act.about ? act.about.closed : isClosed}
        onChange={({ target }) => act.run({ action: 'newcomers', closed: target.checked })}
      />
      <Refusal error={act.error} />
    </div>
  );
}

function Duration({ room, endsAt }: { room: RoomView; endsAt: number }) {
  const act = useLessonAction(room);
  return (
    <div className={styles['duration']}>
      <p>
        <Trans>
          Ends by itself at <Time at={endsAt} />.
        </Trans>
      </p>
      <Button isBusy={act.isPending} onClick={() => act.run({ action: 'extend' })}>
        <Trans>Extend by 60 minutes</Trans>
      </Button>
      <Refusal error={act.error} />
    </div>
  );
}

/** A separate element, so that screen readers separate it from the name. */
const Detail = ({ children }: { children: string }) => (
  <>
    {' '}
    <small>{children}</small>
  </>
);
