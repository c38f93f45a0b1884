import styles from './logo.module.css';

/** The school's own logo, or Homeroom's: a door ajar, light falling out of it. */
export const Logo = ({ address }: { address: string | null }) =>
  address === null ? (
    <svg className={styles['logo']} viewBox="0 0 40 40" aria-hidden>
      <rect className={styles['ground']} width="40" height="40" rx="10" />
      <path className={styles['light']} d="M11 32V17a9 9 0 0 1 18 0v15z" />
      <path className={styles['leaf']} d="M11 32V17c0-6 3-9 6.5-7.5C20.5 11 22 14 22 18v17z" />
      <circle className={styles['light']} cx="19" cy="23" r="1.3" />
    </svg>
  ) : (
    <img className={styles['logo']} src={address} alt="" />
  );
