/** Time left on the house's clock. A clock that is not known shows no guess. */
import { useHouseMs } from '../../select.ts';
import styles from './countdown.module.css';
import { cx } from './cx.ts';

/** Below this the countdown shows tenths and asks for attention. */
const SOON_MS = 60_000;

type Props = { readonly until: number | null; readonly size?: 'body' | 'lead' | 'price'; readonly label?: string };

export function Countdown({ until, size = 'body', label = 'Time left' }: Props) {
  const now = useHouseMs(until === null ? 60_000 : 200);
  if (until === null) return <span className={styles.none}>–</span>;
  if (now === null) return <span className={styles.none}>clock unknown</span>;
  const leftMs = Math.max(0, until - now);
  return (
    <span
      role="timer"
      aria-label={label}
      aria-live="off"
      className={cx(styles.countdown, styles[size], leftMs < SOON_MS && styles.soon)}
    >
      {leftWords(leftMs)}
    </span>
  );
}

/** `2d 4h`, `3:07:12`, `7:12`, `0:09.4`: as many figures as the moment needs. */
export function leftWords(leftMs: number): string {
  const seconds = Math.floor(leftMs / 1000);
  const [d, h, m, s] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  const two = (n: number) => String(n).padStart(2, '0');
  if (d > 0) return `${d}d ${h}h`;
  if (h > 0) return `${h}:${two(m)}:${two(s)}`;
  if (leftMs >= SOON_MS) return `${m}:${two(s)}`;
  return `0:${two(s)}.${Math.floor((leftMs % 1000) / 100)}`;
}
