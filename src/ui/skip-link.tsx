import { Trans } from '@lingui/react/macro';
import styles from './skip-link.module.css';

export const mainId = 'main';

/** Where the focus goes when what had it is gone. */
export const focusMain = () => document.getElementById(mainId)?.focus();

/** First in the order of the keyboard: past the header, to what the page is about. */
export const SkipLink = () => (
  <a className={styles['link']} href={`#${mainId}`}>
    <Trans>Skip to the content</Trans>
  </a>
);
