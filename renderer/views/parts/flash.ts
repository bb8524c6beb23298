/** The flash of a changed amount: a tint that stands for a while, set and taken off without a render. One timer sweeps for all. */

/** How long the tint stands after the last change (docs/reference/design.md). */
export const FLASH_MS = 600;
/** A tint goes at most this much later. */
const SWEEP_MS = 150;

const untilMs = new Map<HTMLElement, number>();
let sweeper: ReturnType<typeof setInterval> | null = null;

/** An amount that changes all the time stays tinted: nothing is written until it rests or turns. */
export function flashOf(mark: HTMLElement, way: 'up' | 'down'): void {
  if (mark.dataset.flash !== way) mark.dataset.flash = way;
  untilMs.set(mark, performance.now() + FLASH_MS);
  sweeper ??= setInterval(sweep, SWEEP_MS);
}

function sweep(): void {
  const now = performance.now();
  for (const [mark, until] of untilMs) {
    if (until > now && mark.isConnected) continue;
    untilMs.delete(mark);
    delete mark.dataset.flash;
  }
  if (untilMs.size > 0 || sweeper === null) return;
  clearInterval(sweeper);
  sweeper = null;
}
