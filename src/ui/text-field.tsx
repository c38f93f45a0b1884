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
      <input
        autoComplete="off"
        {...rest}
        id={id}
        className={styles['control']}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={about || undefined}
      />
    </div>
  );
}
