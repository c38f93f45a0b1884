import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Suspense } from 'react';
import { paths } from '../../../server/contract/paths.ts';
import type { LessonRegister, RoomView } from '../../../server/contract/room.ts';
import { lazyPage } from '../../locales/catalogs.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useStartLesson } from '../api/start-lesson.ts';
import { pressIn } from '../api/way-in.ts';
import { hasLesson } from './order.ts';
import { RoomCard } from './room-card.tsx';
import styles from './room-card.module.css';

/** A room that one runs: starting the lesson is the one big thing. */
export function OrganizedRoom({ room, as }: { room: RoomView; as: 'h2' | 'h3' }) {
  const { t } = useLingui();
  const { slug, classes, lesson, waitingCount = 0 } = room;
  const start = useStartLesson(slug);
  return (
    <RoomCard
      room={room}
      as={as}
      classes={classes}
      actions={
        <>
          {hasLesson(room) ? (
            <ButtonLink
              to={paths.room(slug)}
              variant="primary"
              aria-label={t`Go in to ${room.name}`}
              onClick={() => pressIn(slug)}
            >
              <Trans>Go in</Trans>
            </ButtonLink>
          ) : (
            <Button
              variant={waitingCount > 0 ? 'primary' : 'soft'}
              isBusy={start.isPending}
              onClick={() => start.run()}
              aria-label={lesson ? t`Start again: ${room.name}` : t`Start lesson in ${room.name}`}
            >
              <StartWords isPending={start.isPending} isAgain={lesson !== null} />
            </Button>
          )}
          <ButtonLink
            to={paths.roomSettings(slug)}
            variant="icon"
            aria-label={t`Settings of ${room.name}`}
          >
            <Sliders />
          </ButtonLink>
        </>
      }
    >
      {hasLesson(room) ? (
        <Register register={lesson?.register} />
      ) : (
        <AtTheDoor count={waitingCount} />
      )}
      {classes.length === 0 && (
        <div className={styles['cure']}>
          <Suspense>
            <NoClass room={room} />
          </Suspense>
        </div>
      )}
      <Refusal error={start.error} />
    </RoomCard>
  );
}

function StartWords({ isPending, isAgain }: { isPending: boolean; isAgain: boolean }) {
  if (isPending) return <Trans>Starting …</Trans>;
  return isAgain ? <Trans>Start again</Trans> : <Trans>Start lesson</Trans>;
}

/** How many are in and how many wait. */
function Register({ register }: { register: LessonRegister | undefined }) {
  if (!register) return null;
  const { present, waiting } = register;
  return (
    <p className={styles['quiet']}>
      <Plural
        value={present.length}
        _0="Nobody is in"
        one="# person is in"
        other="# people are in"
      />
      {waiting.length > 0 && ' · '}
      {waiting.length > 0 && <Plural value={waiting.length} one="# waits" other="# wait" />}
    </p>
  );
}

/** How many have come before the lesson. */
function AtTheDoor({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <p className={styles['waiting']}>
      <Plural value={count} one="# person is waiting" other="# people are waiting" />
    </p>
  );
}

const NoClass = lazyPage('pages', () => import('../create/no-class.tsx'));

/** Sliders: what can be set. */
const Sliders = () => (
  <svg className={styles['sliders']} viewBox="0 0 24 24" aria-hidden>
    <path d="M3 7h9M18 7h3M3 17h3M12 17h9" />
    <circle cx="15" cy="7" r="2.6" />
    <circle cx="9" cy="17" r="2.6" />
  </svg>
);
