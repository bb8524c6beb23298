/** Time left on the house's clock. A clock that is not known shows no guess. */
import { useEffect, useRef, useState } from 'react';
import { useDesk } from '../../select.ts';
import styles from './countdown.module.css';
import { cx } from './cx.ts';

/** Below this the countdown shows tenths and asks for attention. */
const SOON_MS = 60_000;
const BEAT_MS = 200;

type Props = { readonly until: number | null; readonly size?: 'body' | 'lead' | 'price'; readonly label?: string };

/** Rendered again only when its words change: with hours to go, that is once a second or rarer. */
export function Countdown({ until, size = 'body', label = 'Time left' }: Props) {
  const desk = useDesk();
  const read = () => {
    const now = until === null ? null : desk.saleMs();
    return until === null || now === null ? null : leftWords(Math.max(0, until - now));
  };
  const [, again] = useState(0);
  const latest = useRef(read);
  latest.current = read;
  const drawn = useRef<string | null>(null);
  const isOff = until === null;
  useEffect(() => {
    if (isOff) return;
    return everyBeat(() => {
      const now = latest.current();
      // React keeps every update that changes nothing until the next render, which may be days away.
      if (now !== drawn.current) again((turn) => turn + 1);
    });
  }, [isOff]);
  if (until === null) return <span className={styles.none}>–</span>;
  // Read anew in every render: the words of the last beat may belong to an end that has moved.
  const shown = read();
  drawn.current = shown;
  if (shown === null)
    return (
      <span className={styles.none} title="The house's clock is not known yet">
        …
      </span>
    );
  return (
    <span
      role="timer"
      aria-label={label}
      aria-live="off"
      className={cx(styles.countdown, styles[size], shown.includes('.') && styles.soon)}
    >
      {shown}
    </span>
  );
}

/** One timer for all countdowns on the screen: they turn together. */
const listeners = new Set<() => void>();
let beat: ReturnType<typeof setInterval> | null = null;

function everyBeat(listener: () => void): () => void {
  listeners.add(listener);
  beat ??= setInterval(() => {
    for (const each of listeners) each();
  }, BEAT_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || beat === null) return;
    clearInterval(beat);
    beat = null;
  };
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
