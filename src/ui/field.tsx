import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './field.module.css';

type Around = { label: ReactNode; hint?: ReactNode; wrong?: string | undefined };

/** A text field with its label, a hint, and what is wrong with it, all tied to it. */
export function TextField({
  label,
  hint,
  wrong,
  ...rest
}: Around & Omit<ComponentProps<'input'>, 'className' | 'id'>) {
  const id = useId();
  const about = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <input
        autoComplete="off"
        {...rest}
        id={id}
        className={styles['control']}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={about || undefined}
      />
      {hint && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-wrong`} className={styles['wrong']} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

export function SelectField({
  label,
  ...rest
}: { label: ReactNode } & Omit<ComponentProps<'select'>, 'className' | 'id'>) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <select {...rest} id={id} className={styles['control']} />
    </div>
  );
}

/** A yes or no, with what it means in a second line. */
export function CheckField({
  label,
  hint,
  ...rest
}: Omit<Around, 'wrong'> & Omit<ComponentProps<'input'>, 'className' | 'type'>) {
  const id = useId();
  return (
    <label className={styles['check']}>
      <input {...rest} type="checkbox" aria-describedby={hint ? `${id}-hint` : undefined} />
      <span>
        {label}
        {hint && (
          <span id={`${id}-hint`} className={styles['hint']}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
