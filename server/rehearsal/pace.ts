/** Plays records at so many times their own speed, on whatever clock it is given. */
import type { LogRecord } from '../../protocol/event.ts';

export type PaceClock = {
  /** Monotonic milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
};

/** A stretch longer than this, in the sale's own time, in which nothing happens is passed over. */
export const QUIET_MS_MAX = 120_000;

/** Tells each record when its time has come; `skipped` hears of stretches that were passed over, in the sale's milliseconds. */
export async function play(
  records: Iterable<LogRecord>,
  speed: number,
  clock: PaceClock,
  tell: (record: LogRecord) => void,
  skipped: (ms: number) => void,
): Promise<void> {
  const beganAt = clock.now();
  let lastAt: number | null = null;
  let playedMs = 0;
  for (const record of records) {
    const gapMs = record.at - (lastAt ?? record.at);
    lastAt = record.at;
    if (gapMs > QUIET_MS_MAX) skipped(gapMs);
    else playedMs += gapMs;
    // Against the beginning, not the record before: what telling and waking cost does not add up.
    const waitMs = beganAt + playedMs / speed - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs);
    tell(record);
  }
}
