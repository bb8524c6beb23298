/** How far a sale that is played again has come: the sale's own times, so many times as fast. Pure. */

export const SPEEDS = [1, 2, 5, 10, 25, 100] as const;
export type Speed = (typeof SPEEDS)[number];

/** A pause of the sale is played for at most this long, whatever the speed. */
export const PAUSE_MS_MAX = 2_000;

export type Play = {
  readonly seq: number;
  /** The sale's time that has been reached. */
  readonly atMs: number;
};

/** `timeOf` is null for a record whose row is still on its way: the play waits there. */
export function advance(
  play: Play,
  elapsedMs: number,
  speed: Speed,
  lastSeq: number,
  timeOf: (seq: number) => number | null,
): Play {
  let { seq, atMs } = play;
  const next = seq < lastSeq ? timeOf(seq + 1) : null;
  if (next === null) return play;
  atMs = Math.max(atMs, next - PAUSE_MS_MAX * speed) + elapsedMs * speed;
  for (let due: number | null = next; due !== null && due <= atMs; ) {
    seq += 1;
    due = seq < lastSeq ? timeOf(seq + 1) : null;
  }
  return { seq, atMs };
}
