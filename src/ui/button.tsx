import type { ComponentProps } from 'react';
import styles from './button.module.css';
import { Link } from './link.tsx';

type Appearance = {
  variant?: 'plain' | 'primary' | 'soft' | 'danger' | 'quiet' | 'icon' | undefined;
  isLarge?: boolean | undefined;
  isWide?: boolean | undefined;
};

function classOf({ variant = 'plain', isLarge, isWide }: Appearance): string {
  const names = [styles['button'], variant !== 'plain' && styles[variant]];
  return [...names, isLarge && styles['large'], isWide && styles['wide']].filter(Boolean).join(' ');
}

/**
 * A busy button keeps its focus, so that nobody who works by keyboard is thrown
 * out of the form: it takes no further press instead of being disabled.
 */
export function Button({
  variant,
  isLarge,
  isWide,
  isBusy = false,
  onClick,
  ...rest
}: Appearance & { isBusy?: boolean } & Omit<ComponentProps<'button'>, 'className' | 'disabled'>) {
  return (
    <button
      type="button"
      {...rest}
      className={classOf({ variant, isLarge, isWide })}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    />
  );
}

/** A link that is the next step, and looks like it. */
export function ButtonLink({
  variant,
  isLarge,
  isWide,
  ...rest
}: Appearance & Omit<ComponentProps<typeof Link>, 'className'>) {
  return <Link {...rest} className={classOf({ variant, isLarge, isWide })} />;
}
