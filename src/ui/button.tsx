import type { ComponentProps } from 'react';
import styles from './button.module.css';
import { Link } from './link.tsx';

type Look = {
  look?: 'plain' | 'primary' | 'danger' | 'quiet' | undefined;
  isLarge?: boolean | undefined;
  isWide?: boolean | undefined;
};

function classOf({ look = 'plain', isLarge, isWide }: Look): string {
  const names = [styles['button'], look !== 'plain' && styles[look]];
  return [...names, isLarge && styles['large'], isWide && styles['wide']].filter(Boolean).join(' ');
}

/**
 * A busy button keeps its focus, so that nobody who works by keyboard is thrown
 * out of the form: it takes no further press instead of being disabled.
 */
export function Button({
  look,
  isLarge,
  isWide,
  isBusy = false,
  onClick,
  ...rest
}: Look & { isBusy?: boolean } & Omit<ComponentProps<'button'>, 'className' | 'disabled'>) {
  return (
    <button
      type="button"
      {...rest}
      className={classOf({ look, isLarge, isWide })}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    />
  );
}

/** A link that is the next step, and looks like it. */
export function ButtonLink({
  look,
  isLarge,
  isWide,
  ...rest
}: Look & Omit<ComponentProps<typeof Link>, 'className'>) {
  return <Link {...rest} className={classOf({ look, isLarge, isWide })} />;
}
