import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './field.module.css';

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

/** A yes or no, with what it means in a second line, which is read with its name. */
export function CheckField({
  label,
  hint,
  ...rest
}: { label: ReactNode; hint?: ReactNode } & Omit<ComponentProps<'input'>, 'className' | 'type'>) {
  return (
    <label className={styles['check']}>
      <input {...rest} type="checkbox" />
      <span>
        {label}
        {hint && <span className={styles['hint']}>{hint}</span>}
      </span>
    </label>
  );
}
