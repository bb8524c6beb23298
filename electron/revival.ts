/** How often a page that died is loaded again: a few times, then no more, so that a broken desk does not spin. Pure. */

export const REVIVALS_MAX = 3;
export const REVIVALS_WINDOW_MS = 60_000;

/** Answers whether the page may be loaded again at this moment (monotonic milliseconds). */
export function openRevival(): (nowMs: number) => boolean {
  let moments: number[] = [];
  return (nowMs) => {
    moments = moments.filter((moment) => nowMs - moment < REVIVALS_WINDOW_MS);
    if (moments.length >= REVIVALS_MAX) return false;
    moments.push(nowMs);
    return true;
  };
}
